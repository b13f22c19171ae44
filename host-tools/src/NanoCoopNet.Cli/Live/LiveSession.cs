// A board that `nanocoop live` has open, and the model it holds: one sample in, one message out.
using NanoCoopNet.Analysis;
using NanoCoopNet.Bridge;
using NanoCoopNet.Cli.Board;
using NanoCoopNet.Cli.Output;
using NanoCoopNet.Cli.Samples;
using NanoCoopNet.Cli.Verbs;
using NanoCoopNet.Link;
using NanoCoopNet.Media;
using NanoCoopNet.Model;

namespace NanoCoopNet.Cli.Live;

/// <summary>An open board.</summary>
/// <param name="power">Powers of both parts, or null.</param>
internal sealed class LiveSession(BoardClient board, ModelBlob model, PowerModel? power) : IDisposable
{
    private const int Ranks = 3;

    private readonly BoardClassifier _classifier = new(board, model);
    private readonly ModelClock _clock = ModelClock.Of(model.Bytes.Span);
    private readonly string _identity = board.Status().Identity;

    /// <summary>Asks for each layer's counts only where they are times of a board.</summary>
    private readonly bool _measured = board.Hello.TimeSource == TimeSource.DwtCycles;

    public BoardClient Board => board;

    public ModelBlob Model => model;

    /// <summary>0 … 255/256, as last read or set.</summary>
    public double Threshold { get; private set; } = board.ConfidenceThreshold() / 256.0;

    /// <summary>What milliseconds are called.</summary>
    public string MsTitle =>
        new MillisecondColumn(board.Hello.TimeSource.Name(), board.Hello.ClockHz, board.Hello.Board).Title.TrimStart('>');

    /// <summary>Sets the threshold.</summary>
    public double SetThreshold(byte value) => Threshold = board.ConfidenceThreshold(value) / 256.0;

    /// <summary>Reads what may have changed on the board.</summary>
    /// <returns>False: it holds another model now, or none.</returns>
    public bool Refresh()
    {
        BoardStatus status = board.Status();
        Threshold = status.ConfidenceThreshold / 256.0;
        return status.HasModel && status.Identity == _identity;
    }

    /// <summary>Classifies a picture's file.</summary>
    public LiveResult Picture(byte[] file, string name) =>
        Of("result", name, _classifier.Classify(PictureInput.Read(file, name, model, PictureFit.Crop)));

    /// <summary>A listener whose windows are told.</summary>
    public Listener Listen(double leastScore, Action<Classification> window, Func<bool> isLate) =>
        new(_classifier, model.Classes, leastScore, window, isLate);

    /// <summary>The message of a classification.</summary>
    public LiveResult Of(string type, string input, Classification c)
    {
        InferResult r = c.Result;
        MillisecondColumn column = new(r.TimeSource.Name(), board.Hello.ClockHz, board.Hello.Board);
        double? light = column.Value(r.CountsBnn + r.CountsConfidence, _clock.Parts.Light),
            int8 = column.Value(r.CountsInt8 + r.CountsGlue, _clock.Parts.Int8 + _clock.Parts.Glue);
        double? bnnMs = r.Mode == TakenMode.Int8 ? 0 : light,
            int8Ms = r.Mode == TakenMode.Light ? 0 : int8;
        return new LiveResult(
            type,
            0,
            DateTimeOffset.UtcNow,
            input,
            model.Classes[r.Answer],
            Top(c),
            r.Mode.ToString().ToLowerInvariant(),
            r.Confidence65536 < 0 ? null : r.Confidence65536 / 65536.0,
            Threshold,
            column.Value(r.CountsKernels, _clock.Parts.Of(r.Mode)),
            power is { } p && bnnMs is { } b && int8Ms is { } i ? p.Millijoules(b, i) : null,
            Layers(r)
        );
    }

    /// <summary>Whether a class is a word rather than silence or noise.</summary>
    public static bool IsWord(string name) => !WordFinder.IsFiller(name);

    public void Dispose() => board.Dispose();

    private RankedClass[] Top(Classification c) =>
        [
            .. (c.Probabilities ?? [])
                .Select((p, i) => new RankedClass(model.Classes[i], p))
                .OrderByDescending(k => k.Probability)
                .Take(Ranks),
        ];

    private List<LiveLayer> Layers(InferResult r)
    {
        bool[] ran = [r.Mode != TakenMode.Int8, r.Mode != TakenMode.Light, r.GlueTop1 is not null];
        IReadOnlyList<IReadOnlyList<int>>? counts = _measured ? board.LayerCounts() : null;
        List<LiveLayer> layers = [];
        foreach (BlobNet net in model.Nets)
        {
            int n = (int)net.Kind;
            for (int i = 0; ran[n] && i < net.Layers.Count; i++)
            {
                double? ms =
                    counts is not null ? (i < counts[n].Count ? counts[n][i] * 1e3 / board.Hello.ClockHz : null)
                    : _clock.Layers[n][i] is { } e && MillisecondColumn.HasClock(board.Hello.Board)
                        ? BoardClock.Default.Ms(e.Cycles)
                    : null;
                layers.Add(new LiveLayer(BlobNames.Of(net.Kind), BlobNames.Of(net.Layers[i].Op), ms));
            }
        }

        return layers;
    }
}
