// Compares what the tool prints with a file that a person has looked at. NANOCOOP_ACCEPT=1 dotnet test tests/cli writes the
// files anew.
using System.Runtime.CompilerServices;
using NanoCoopNet.Bridge;
using NanoCoopNet.Cli.Output;

namespace NanoCoopNet.Cli.Tests;

internal static class VerifiedText
{
    private const string AcceptVariable = "NANOCOOP_ACCEPT";

    /// <summary>Renders into a pipe and compares with verified/NAME.txt. The tables must fit 80 columns too.</summary>
    public static void Check(Action<Shell> render, [CallerMemberName] string name = "")
    {
        StringWriter output = new() { NewLine = "\n" };
        Shell shell = new(output, TextWriter.Null, interactive: false, coloured: false, CancellationToken.None);
        NarrowTables tables = NarrowTables.Of(shell);
        render(shell);
        tables.Verify(name);
        string text = string.Join('\n', output.ToString().ReplaceLineEndings("\n").Split('\n').Select(l => l.TrimEnd()));
        string file = Path.Combine(RepositoryRoot.Find(), "tests", "cli", "verified", name + ".txt");
        if (Environment.GetEnvironmentVariable(AcceptVariable) is not null)
        {
            File.WriteAllText(file, text);
        }

        Assert.AreEqual(File.ReadAllText(file), text, $"{AcceptVariable}=1 accepts the new text");
    }
}
