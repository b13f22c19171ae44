// The rows of a study as its tables ask for them.
using NanoCoopNet.Boards;

namespace NanoCoopNet.Study;

/// <summary>Looks rows up.</summary>
public sealed class StudyView(StudyResult study)
{
    /// <summary>The study.</summary>
    public StudyResult Study { get; } = study;

    /// <summary>Flags for speed: -Ofast where it ran, else the last that did.</summary>
    public string Fast { get; } = Flags(study) is var ran && ran.Contains("-Ofast") ? "-Ofast" : ran[^1];

    /// <summary>Flags for size: -Os where it ran, else the first that did.</summary>
    public string Small { get; } = Flags(study) is var ran && ran.Contains("-Os") ? "-Os" : ran[0];

    /// <summary>Networks by name.</summary>
    public IEnumerable<string> Networks => Study.Networks.Select(n => n.Name);

    /// <summary>Boards of the study.</summary>
    public IReadOnlyList<Board> Boards => Study.Matrix.Boards;

    /// <summary>Rows of a network alone on a board.</summary>
    public IReadOnlyList<StudyRow> Single(string network, Board board) =>
        [.. Study.Rows.Where(r => r.Image.Network == network && r.Board.Name == board.Name && r.IsSingle)];

    /// <summary>One row; null where there is none that ran.</summary>
    public StudyRow? Row(string network, Board board, string numbers, string kernels, string fpu, string flags) =>
        Single(network, board)
            .FirstOrDefault(r => r.IsGood && r.Image == new Combination(network, numbers, kernels, fpu, flags, board.Core));

    /// <summary>The best and the worst combination.</summary>
    public Extremes? ExtremesOf(string network, Board board) => StudyAnalysis.ExtremesOf(Single(network, board));

    /// <summary>Time of one setting over that of another; null where one of them did not run.</summary>
    public double? Ratio(
        string network,
        Board board,
        (string Numbers, string Kernels, string Fpu, string Flags) slow,
        (string Numbers, string Kernels, string Fpu, string Flags) fast
    ) =>
        Row(network, board, slow.Numbers, slow.Kernels, slow.Fpu, slow.Flags)?.Ms
        / Row(network, board, fast.Numbers, fast.Kernels, fast.Fpu, fast.Flags)?.Ms;

    /// <summary>Layers of a network's own net in one image; those of its INT8 network, without the binary one.</summary>
    public IReadOnlyList<LayerCost> Layers(string network, string core, string numbers, string kernels, string flags)
    {
        string fpu = Study.Matrix.Fpu.Contains(StudyMatrix.On) && core != "cortex-m3" ? StudyMatrix.On : StudyMatrix.Off;
        Combination image = new(network, numbers, kernels, fpu, flags, core);
        return [.. Study.Layers.Where(l => l.Image == image && l.Net == 1)];
    }

    private static string[] Flags(StudyResult study)
    {
        string[] ran = [.. study.Matrix.Flags.Where(f => study.Rows.Any(r => r.IsGood && r.Image.Flags == f))];
        return ran.Length > 0 ? ran : [.. study.Matrix.Flags];
    }

    /// <summary>A board's short name, e.g. L496.</summary>
    public static string Short(Board board) => board.Mcu[5..9];

    /// <summary>A network on a board in a list; the network only where there are several.</summary>
    public string Name(string network, Board board) => Study.Networks.Count == 1 ? Short(board) : $"{network} {Short(board)}";
}
