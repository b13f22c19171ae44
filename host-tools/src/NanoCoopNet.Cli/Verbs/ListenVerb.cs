// nanocoop listen: words from a stream of sound on standard input, as they are heard.
using System.CommandLine;
using System.Diagnostics;
using NanoCoopNet.Analysis;
using NanoCoopNet.Cli.Board;
using NanoCoopNet.Cli.Output;
using NanoCoopNet.Cli.Samples;
using NanoCoopNet.Link;
using NanoCoopNet.Media;
using NanoCoopNet.Model;

namespace NanoCoopNet.Cli.Verbs;

/// <summary>Listens.</summary>
internal sealed class ListenVerb : Verb
{
    private const int ReadBytes = 2 * LogMel.SampleRate / 10;

    private readonly Func<Stream> _input;
    private readonly Option<string?> _model;
    private readonly Option<double?> _score;
    private readonly Option<bool> _alarms;
    private readonly BoardOptions _board;
    private readonly JsonOption _json;

    /// <param name="input">Where sound comes from.</param>
    public ListenVerb(Func<Stream>? input = null)
        : base(
            "listen",
            "Print words as they are spoken: 16-bit PCM, 16 kHz, one channel, on standard input (arecord -f S16_LE -r 16000 | "
                + "nanocoop listen)"
        )
    {
        _input = input ?? StandardInput;
        _model = Add(Options.BoardModel());
        _score = Add(Options.Fraction("--score", "Least score of a word"));
        _alarms = Add(
            new Option<bool>("--alarms")
            {
                Description = "The sound contains none of the model's words: counts false alarms per hour",
            }
        );
        _board = BoardOptions.AddTo(Command);
        _json = JsonOption.AddTo(Command);
    }

    /// <summary>What the JSON holds.</summary>
    /// <param name="FalseAlarms">With --alarms and some sound.</param>
    public sealed record Report(
        string Model,
        string Board,
        double Seconds,
        double? LightShare,
        double? MillisecondsPerWindow,
        IReadOnlyList<FoundWord> Words,
        string? Note,
        EventRate? FalseAlarms
    );

    /// <inheritdoc/>
    public override ExitCode Run(ParseResult parse, Shell shell)
    {
        using Stream input = _input();
        using BoardClient board = _board.Open(parse, shell, bulk: true);
        ModelBlob model = ModelCheck.Find(board, parse.GetValue(_model), shell);
        if (!SampleFile.Hears(model))
        {
            throw new CliException(
                ExitCode.BadData,
                $"{model.Name} does not take sound: its preprocessing is {BlobNames.Of(model.Header.Preprocessing.Kind)}",
                "push a keyword model"
            );
        }

        bool print = !_json.OnOutput(parse);
        Listener listener = new(
            new BoardClassifier(board, model),
            model.Classes,
            parse.GetValue(_score) ?? WordFinder.DefaultScore
        );
        List<FoundWord> words = [];
        Stopwatch busy = new();
        long samples = 0;
        PcmStream pcm = new(input);
        shell.Say($"{model.Name} listens; Ctrl+C ends it");
        try
        {
            for (
                short[] block = pcm.Read(ReadBytes / 2);
                block.Length > 0 && !shell.Cancel.IsCancellationRequested;
                block = pcm.Read(ReadBytes / 2)
            )
            {
                samples += block.Length;
                busy.Start();
                Tell(listener.Add(block));
                busy.Stop();
            }
        }
        finally
        {
            Tell(listener.End());
        }

        double seconds = samples / (double)LogMel.SampleRate;
        Report report = new(
            model.Name,
            board.Hello.Board,
            seconds,
            listener.Windows == 0 ? null : listener.Light / (double)listener.Windows,
            listener.Windows == 0 ? null : busy.Elapsed.TotalMilliseconds / listener.Windows,
            words,
            listener.Silence(words.Count),
            parse.GetValue(_alarms) && samples > 0 ? EventRate.Of(words.Count, seconds) : null
        );
        _json.Write(
            parse,
            shell,
            report,
            r =>
            {
                shell.Line(
                    $"{r.Note ?? Tables.Count(r.Words.Count, "word")} in {Tables.F(r.Seconds, 1)} s; "
                        + $"{Tables.Percent(r.LightShare)} of the windows in light mode, "
                        + $"{Tables.F(r.MillisecondsPerWindow, 0)} ms each with the line (100 ms are there)"
                );
                if (r.FalseAlarms is { } a)
                {
                    shell.Line(
                        $"false alarms: {Tables.F(a.PerHour, 1)} an hour, 95 % interval {Tables.F(a.Low, 1)} … "
                            + Tables.F(a.High, 1)
                    );
                }
            }
        );
        return ExitCode.Success;

        void Tell(IReadOnlyList<FoundWord> found)
        {
            words.AddRange(found);
            foreach (FoundWord w in found.Where(_ => print))
            {
                shell.Line($"{Tables.F(w.Seconds, 1), 7} s  {w.Class}  {Tables.F(w.Score, 2)}");
                shell.Output.Flush();
            }
        }
    }

    private static Stream StandardInput() =>
        Console.IsInputRedirected
            ? Console.OpenStandardInput()
            : throw new CliException(
                ExitCode.Usage,
                "nothing is piped into listen",
                "arecord -f S16_LE -r 16000 | nanocoop listen"
            );
}
