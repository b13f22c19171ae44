// One line of the doctor's report.
namespace NanoCoopNet.Cli.Doctor;

/// <summary>How bad it is.</summary>
internal enum Severity
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>Something optional is missing.</summary>
    Note,

    /// <summary>Something does not work until it is mended.</summary>
    Problem,
}

/// <summary>A finding.</summary>
/// <param name="Subject">What was looked at.</param>
/// <param name="Severity">How bad it is.</param>
/// <param name="Found">What is the case.</param>
/// <param name="Advice">What to do; empty where nothing.</param>
internal sealed record Finding(string Subject, Severity Severity, string Found, string Advice = "");
