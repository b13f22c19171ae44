// A row of the study: one form of a network, in one image, on one board.
using NanoCoopNet.Boards;
using NanoCoopNet.Model;

namespace NanoCoopNet.Study;

/// <summary>A row. Times and energies are modelled, instructions and bytes are exact.</summary>
/// <param name="Form">float32, mixed or int8: the network alone; binary: the binary network alone; cascade: both, at the mean of
/// the share in which the second one runs.</param>
/// <param name="Failure">Why there is nothing else; empty: there is.</param>
/// <param name="Ms">Estimate; then its bounds.</param>
/// <param name="Mj">The board's power, of a capture where there is one, times the estimate.</param>
/// <param name="WeightBytes">Flash of the tensors.</param>
/// <param name="RamBytes">Variables, arena and the stack that was used.</param>
/// <param name="Accuracy">On the host engine, 0…1.</param>
/// <param name="CoreRight">Samples right on the core, of those that ran there.</param>
/// <param name="Answers">How the core's answers compare with the host engine's.</param>
/// <param name="Macs">Multiplications of an inference (of a cascade: the mean); Macc: the slides' count of operations.</param>
public sealed record StudyRow(
    Combination Image,
    string Form,
    Board Board,
    string Failure,
    double? Instructions = null,
    double? Ms = null,
    double? LeastMs = null,
    double? MostMs = null,
    double? Mj = null,
    double? ProgramBytes = null,
    double? WeightBytes = null,
    double? RamBytes = null,
    double? StackBytes = null,
    double? Accuracy = null,
    double? CoreRight = null,
    string Answers = "",
    double? Macs = null,
    double? Macc = null,
    double? Parameters = null
)
{
    public const string Binary = "binary",
        Cascade = "cascade";

    /// <summary>Network, numbers, and the flash it takes: the row ran.</summary>
    public bool IsGood => Failure.Length == 0;

    /// <summary>A network alone, as in the slides.</summary>
    public bool IsSingle => Form is not (Binary or Cascade);

    /// <summary>Bytes of flash.</summary>
    public double? FlashBytes => ProgramBytes + WeightBytes;

    /// <summary>The rows of an image that ran: each form of the network on each board.</summary>
    public static IEnumerable<StudyRow> Of(
        Combination image,
        StudyNetwork network,
        ImageResult result,
        IReadOnlyList<Board> boards,
        Comparison comparison
    )
    {
        ModelBlob blob = network.Blobs[(image.Numbers, image.Kernels)];
        ModelInspection inspection = ModelInspection.Of(blob);
        HostAccuracy? accuracy = network.Accuracy.GetValueOrDefault(image.Numbers);
        NetTotals Net(NetKind kind) => inspection.Nets.First(n => n.Net == kind);
        int stack = result.StackBytes,
            ram = result.VariableBytes + result.ArenaBytes + stack;
        double share = accuracy?.FullFraction ?? 1;
        bool cascades = image.Numbers == StudyMatrix.Int8;
        (string Form, Func<NetKind, double> Part, double? Right, double? Core)[] forms =
        [
            (image.Numbers, k => k == NetKind.Int8 ? 1 : 0, accuracy?.Network, comparison.Right(NetKind.Int8)),
            (Binary, k => k == NetKind.Bnn ? 1 : 0, accuracy?.Binary, comparison.Right(NetKind.Bnn)),
            (Cascade, k => k == NetKind.Bnn ? 1 : share, accuracy?.Cascade, null),
        ];
        foreach (Board board in boards.Where(b => b.Core == image.Core))
        {
            foreach ((string form, Func<NetKind, double> part, double? right, double? core) in forms.Take(cascades ? 3 : 1))
            {
                NetKind[] used = [.. blob.Nets.Select(n => n.Kind).Where(k => part(k) > 0)];
                double Sum(Func<NetTotals, double> of) => used.Sum(k => part(k) * of(Net(k)));
                double weights = used.Length == blob.Nets.Count ? blob.Header.BlobBytes : used.Sum(k => Net(k).FlashBytes);
                BoardFit fit = BoardFit.Of(board, result.ProgramBytes + (int)weights, ram, result.ArenaBytes);
                (double Least, double Estimate, double Most) cycles = (0, 0, 0);
                double instructions = 0,
                    mj = 0;
                foreach (NetKind k in used)
                {
                    bool Which(ImagePart p) => p.Net == (int)k;
                    (double least, double estimate, double most) = result.Cycles(board.Name, Which);
                    cycles = (
                        cycles.Least + (part(k) * least),
                        cycles.Estimate + (part(k) * estimate),
                        cycles.Most + (part(k) * most)
                    );
                    mj += part(k) * board.Ms(estimate) * board.Power.Of(isBinary: k == NetKind.Bnn) / 1e3;
                    instructions += part(k) * result.Instructions(Which);
                }

                StudyRow row = new(image, form, board, fit.Fits ? comparison.Failure : fit.Text)
                {
                    ProgramBytes = result.ProgramBytes,
                    WeightBytes = weights,
                    RamBytes = ram,
                    StackBytes = stack,
                    Macs = Sum(n => n.Macs),
                    Macc = Sum(n => inspection.Rows.Where(r => r.Net == n.Net).Sum(r => r.Macc)),
                    Parameters = used.Sum(k => Net(k).Parameters),
                    Accuracy = right,
                };
                yield return fit.Fits
                    ? row with
                    {
                        Instructions = Math.Round(instructions),
                        Ms = board.Ms(cycles.Estimate),
                        LeastMs = board.Ms(cycles.Least),
                        MostMs = board.Ms(cycles.Most),
                        Mj = mj,
                        CoreRight = core,
                        Answers = comparison.Text,
                    }
                    : row;
            }
        }
    }
}
