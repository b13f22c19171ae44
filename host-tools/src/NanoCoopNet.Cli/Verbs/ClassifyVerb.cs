// nanocoop classify: pictures, recordings and arrays on a board.
using System.CommandLine;
using NanoCoopNet.Bridge;
using NanoCoopNet.Cli.Board;
using NanoCoopNet.Cli.Output;
using NanoCoopNet.Cli.Samples;
using NanoCoopNet.Link;
using NanoCoopNet.Media;
using NanoCoopNet.Model;

namespace NanoCoopNet.Cli.Verbs;

/// <summary>Classifies samples.</summary>
internal sealed class ClassifyVerb : Verb
{
    private const int Ranks = 3;

    private readonly Argument<string[]> _inputs;
    private readonly Option<int?> _index;
    private readonly Option<string?> _split;
    private readonly Option<PictureFit?> _fit;
    private readonly Option<double?> _score;
    private readonly Option<bool> _rawSound;
    private readonly Option<string?> _model;
    private readonly BoardOptions _board;
    private readonly JsonOption _json;

    public ClassifyVerb()
        : base(
            "classify",
            "Classify pictures, recordings or arrays on a board; finds the words in recordings longer than a second"
        )
    {
        _inputs = Add(
            new Argument<string[]>("input")
            {
                Description =
                    "Pictures (.png .jpg .webp .bmp .gif), recordings (.wav .flac), a folder or pattern of these, .npz, .npy",
                Arity = ArgumentArity.OneOrMore,
            }
        );
        _index = Add(Options.Index());
        _split = Add(Options.Text("--split", "Part of a .npz", "NAME"));
        _fit = Add(Options.Fit());
        _score = Add(
            Options.Fraction(
                "--score",
                "Least score of a word in a longer recording "
                    + $"({WordFinder.DefaultScore.ToString(System.Globalization.CultureInfo.InvariantCulture)} by default)"
            )
        );
        _rawSound = Add(
            new Option<bool>("--raw-sound")
            {
                Description = "Send the sound of clips of a second; the board computes its image in integers",
            }
        );
        _model = Add(Options.BoardModel());
        _board = BoardOptions.AddTo(Command);
        _json = JsonOption.AddTo(Command);
    }

    /// <inheritdoc/>
    public override ExitCode Run(ParseResult parse, Shell shell)
    {
        IReadOnlyList<string> files = InputFiles.Find(parse.GetRequiredValue(_inputs));
        bool several = files.Count > 1;
        if (!several)
        {
            SampleFile.Check(files[0]);
        }

        using BoardClient board = _board.Open(parse, shell, bulk: several || files.Any(SoundFile.IsNamedSo));
        ModelBlob model = ModelCheck.Find(board, parse.GetValue(_model), shell);
        Job job = new(parse, shell, board, model);
        List<ClassifiedInput> results = shell.WithProgress(
            $"{files.Count} files",
            bar =>
            {
                List<ClassifiedInput> done = [];
                foreach (string file in files)
                {
                    shell.Cancel.ThrowIfCancellationRequested();
                    done.Add(Classify(job, file, several));
                    bar(done.Count, files.Count);
                }

                return done;
            }
        );
        ClassifyReport report = new(
            model.Name,
            board.Hello.Board,
            board.ConfidenceThreshold() / 256.0,
            job.TimeSource.Name(),
            job.TimeSource.Unit(),
            results
        );
        _json.Write(parse, shell, report, r => r.Render(shell, job.Milliseconds.Title));
        return Complain(shell, results);
    }

    // Among several files one that cannot be read does not stop the others.
    private ClassifiedInput Classify(Job job, string file, bool several)
    {
        try
        {
            if (!SoundFile.IsNamedSo(file))
            {
                SampleFile sample = SampleFile.Read(
                    file,
                    job.Parse.GetValue(_split),
                    job.Parse.GetValue(_index) ?? 0,
                    job.Parse.GetValue(_fit) ?? PictureFit.Crop,
                    job.Model
                );
                job.Shell.Note(sample.Note);
                return One(job, file, sample.Label, job.Classifier.Classify(sample.Bytes.Span));
            }

            short[] sound = SampleFile.ReadSound(file, job.Model);
            if (sound.Length > LogMel.Samples)
            {
                return Search(job, file, sound);
            }

            Classification answer = job.Parse.GetValue(_rawSound)
                ? job.Classifier.ClassifySound(sound)
                : job.Classifier.Classify(SampleFile.OfClip(file, sound, job.Model).Bytes.Span);
            return One(job, file, null, answer);
        }
        catch (NanoCoopException e) when (several && e.Code is ExitCode.BadData or ExitCode.FileNotFound)
        {
            return new ClassifiedInput(file) { Error = e.Message };
        }
    }

    private static ClassifiedInput One(Job job, string file, int? label, Classification answer)
    {
        (InferResult r, float[]? probabilities) = answer;
        IReadOnlyList<string> classes = job.Model.Classes;
        return new ClassifiedInput(file)
        {
            Class = classes[r.Answer],
            Answer = r.Answer,
            Label = label is { } l ? classes[l] : null,
            Mode = r.Mode.ToString().ToLowerInvariant(),
            Confidence = r.Confidence65536 < 0 ? null : r.Confidence65536 / 65536.0,
            Counts = r.CountsKernels,
            Milliseconds = job.Note(r.TimeSource).Value(r.CountsKernels, job.Clock.Of(r.Mode)),
            Top = probabilities is null
                ? null
                :
                [
                    .. probabilities
                        .Select((p, c) => new RankedClass(classes[c], p))
                        .OrderByDescending(c => c.Probability)
                        .Take(Ranks),
                ],
        };
    }

    private ClassifiedInput Search(Job job, string file, short[] sound)
    {
        Listener listener = new(job.Classifier, job.Model.Classes, job.Parse.GetValue(_score) ?? WordFinder.DefaultScore);
        FoundWord[] words = [.. listener.Add(sound, job.Shell.Cancel), .. listener.End(job.Shell.Cancel)];
        double counts = listener.Counts / (double)listener.Windows;
        return new ClassifiedInput(file)
        {
            Seconds = sound.Length / (double)LogMel.SampleRate,
            Words = words,
            Counts = counts,
            Milliseconds = job.Note(listener.TimeSource)
                .Value(counts, job.Clock.At(1 - (listener.Light / (double)listener.Windows))),
            LightShare = listener.Light / (double)listener.Windows,
            Note = listener.Silence(words.Length),
        };
    }

    private static ExitCode Complain(Shell shell, List<ClassifiedInput> results)
    {
        int bad = results.Count(r => r.Error is not null);
        if (bad > 0)
        {
            shell.Say($"error badData ({(int)ExitCode.BadData}): {bad} of {results.Count} files could not be read");
            shell.Say("  try: the table says why for each; mend or leave them out");
        }

        return bad > 0 ? ExitCode.BadData : ExitCode.Success;
    }

    /// <summary>What all files of one command share.</summary>
    private sealed record Job(ParseResult Parse, Shell Shell, BoardClient Board, ModelBlob Model)
    {
        public BoardClassifier Classifier { get; } = new(Board, Model);

        public TimeSource TimeSource { get; private set; }

        public PartClock Clock { get; } = ModelClock.Of(Model.Bytes.Span).Parts;

        public MillisecondColumn Milliseconds => new(TimeSource.Name(), Board.Hello.ClockHz, Board.Hello.Board);

        public MillisecondColumn Note(TimeSource source)
        {
            TimeSource = source;
            return Milliseconds;
        }
    }
}
