// nanocoop doctor: what is there, what is missing, what does not fit, and what to do about it.
using System.CommandLine;
using NanoCoopNet.Bridge;
using NanoCoopNet.Cli.Board;
using NanoCoopNet.Cli.Doctor;
using NanoCoopNet.Cli.Output;
using NanoCoopNet.Link;
using NanoCoopNet.Report;
using NanoCoopNet.VirtualBoard;
using Spectre.Console;

namespace NanoCoopNet.Cli.Verbs;

/// <summary>Checks PC and board.</summary>
internal sealed class DoctorVerb : Verb
{
    private readonly Option<bool> _build;
    private readonly BoardOptions _board;
    private readonly JsonOption _json;

    public DoctorVerb()
        : base("doctor", "Check this PC and, with --port, a board: what is missing, what to update")
    {
        _build = Add(
            new Option<bool>("--build")
            {
                Description = "Build now what first uses would build: native library, emulated Cortex-M7, the report's page",
            }
        );
        _board = BoardOptions.AddTo(Command);
        _json = JsonOption.AddTo(Command);
    }

    /// <inheritdoc/>
    public override ExitCode Run(ParseResult parse, Shell shell)
    {
        if (parse.GetValue(_build))
        {
            NativeBuild.EnsurePc(shell.Say);
            CoreImage.Ensure(EmulatedCore.M7, shell.Say);
            PageTools.Assets(shell.Say);
        }

        List<Finding> findings = [.. PcCheck.Run(), .. BoardCheck.Ports(PortList.All())];
        if (_board.IsNamed(parse))
        {
            findings.AddRange(Board(parse, shell));
        }

        _json.Write(parse, shell, findings, f => Render(shell, f));
        return findings.Any(f => f.Severity == Severity.Problem) ? ExitCode.DoctorFoundProblems : ExitCode.Success;
    }

    private IEnumerable<Finding> Board(ParseResult parse, Shell shell)
    {
        try
        {
            using BoardClient board = _board.Open(parse, shell, bulk: false);
            return [.. BoardCheck.Board(BoardFacts.Of(board), PcCheck.Versions())];
        }
        catch (LinkException e) when (e.Code == ExitCode.BoardSilent)
        {
            return SilentBoard.Explain(e, _board.Port(parse, shell), shell.Cancel);
        }
    }

    internal static void Render(Shell shell, IReadOnlyList<Finding> findings)
    {
        Table table = Tables.Make(shell, null, "", "what", "found", "advice");
        foreach (Finding f in findings)
        {
            table.Row(
                f.Severity switch
                {
                    Severity.Ok => "ok",
                    Severity.Note => "note",
                    _ => "PROBLEM",
                },
                f.Subject,
                f.Found,
                f.Advice
            );
        }

        shell.Print(table);
    }
}
