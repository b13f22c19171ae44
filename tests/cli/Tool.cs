// Runs the tool in this process, with streams of its own, as a script would see it.
using System.Text.Json;
using NanoCoopNet.Cli.Output;

namespace NanoCoopNet.Cli.Tests;

/// <summary>What one run wrote and returned.</summary>
internal sealed record Outcome(ExitCode Code, string Output, string Error)
{
    /// <summary>Lines on standard error.</summary>
    public string[] ErrorLines => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public JsonElement Json => JsonDocument.Parse(Output).RootElement;
}

internal static class Tool
{
    /// <summary>Runs the tool as in a pipe.</summary>
    public static Outcome Run(params string[] arguments) => Run(CancellationToken.None, arguments);

    /// <summary>Runs it until it ends or Ctrl+C is pressed. Its tables must fit 80 columns too.</summary>
    public static Outcome Run(CancellationToken cancel, params string[] arguments)
    {
        StringWriter output = new() { NewLine = "\n" },
            error = new() { NewLine = "\n" };
        Shell shell = new(output, error, interactive: false, coloured: false, cancel);
        NarrowTables tables = NarrowTables.Of(shell);
        ExitCode code = Nanocoop.Run(arguments, shell);
        tables.Verify(string.Join(' ', arguments));
        return new Outcome(code, output.ToString(), error.ToString());
    }

    /// <summary>Runs <c>measure</c>; a debug build of the tests is a debug build of the firmware, whose times it
    /// refuses.</summary>
    public static Outcome Measure(params string[] arguments)
    {
        Outcome outcome = Run(["measure", .. arguments]);
        return outcome.Code == ExitCode.NotMeasurable
            ? throw new AssertInconclusiveException("the tests are built Debug; run them with -c Release")
            : outcome;
    }

    /// <summary>Runs it and expects success.</summary>
    public static Outcome Succeed(params string[] arguments)
    {
        Outcome outcome = Run(arguments);
        Assert.AreEqual(ExitCode.Success, outcome.Code, outcome.Error);
        return outcome;
    }

    /// <summary>Runs it and expects one message of that code, with advice, and nothing on standard output.</summary>
    public static Outcome Fail(ExitCode code, string name, params string[] arguments)
    {
        Outcome outcome = Run(arguments);
        Assert.AreEqual(code, outcome.Code, outcome.Error);
        string[] said = [.. outcome.ErrorLines.Where(l => l.StartsWith("error ", StringComparison.Ordinal))];
        Assert.HasCount(1, said, outcome.Error);
        StringAssert.StartsWith(said[0], $"error {name} ({(int)code}): ");
        StringAssert.StartsWith(outcome.ErrorLines[^1], "  try: ");
        Assert.IsGreaterThan("  try: ".Length + 5, outcome.ErrorLines[^1].Length, "advice");
        Assert.AreEqual("", outcome.Output);
        return outcome;
    }
}
