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

    private const int Bnn = (int)NetKind.Bnn,
        Real = (int)NetKind.Int8;

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
        int stack = result.StackBytes,
            ram = result.VariableBytes + result.ArenaBytes + stack,
            stem = blob.Header.StemLayers;
        double share = accuracy?.FullFraction ?? 1;
        // A form: how often each of its layers runs in an inference. A network alone has a shared stem's layers, too.
        (string Form, Func<int, int, double> Runs, double? Right, double? Core)[] forms =
        [
            (
                image.Numbers,
                (net, l) => net == Real || (net == Bnn && l < stem) ? 1 : 0,
                accuracy?.Network,
                comparison.Right(NetKind.Int8)
            ),
            (Binary, (net, _) => net == Bnn ? 1 : 0, accuracy?.Binary, comparison.Right(NetKind.Bnn)),
            (Cascade, (net, _) => net == Bnn ? 1 : share, accuracy?.Cascade, null),
        ];
        foreach (Board board in boards.Where(b => b.Core == image.Core))
        {
            foreach (
                (string form, Func<int, int, double> runs, double? right, double? core) in forms.Take(
                    image.Numbers == StudyMatrix.Int8 ? 3 : 1
                )
            )
            {
                double Runs(InspectionRow row) => runs((int)row.Net, row.Index);
                InspectionRow[] used = [.. inspection.Rows.Where(r => Runs(r) > 0)];
                double weights = used.Length == inspection.Rows.Count ? blob.Header.BlobBytes : used.Sum(r => r.FlashBytes);
                BoardFit fit = BoardFit.Of(board, result.ProgramBytes + (int)weights, ram, result.ArenaBytes);
                (double Least, double Estimate, double Most) cycles = (0, 0, 0);
                double instructions = 0,
                    mj = 0;
                foreach (ImagePart part in result.Parts)
                {
                    double times = runs(part.Net, part.Layer);
                    (double least, double estimate, double most) = result.Cycles(board.Name, p => p == part);
                    cycles = (cycles.Least + (times * least), cycles.Estimate + (times * estimate), cycles.Most + (times * most));
                    mj += times * board.Ms(estimate) * board.Power.Of(isBinary: part.Net == Bnn) / 1e3;
                    instructions += times * part.Instructions;
                }

                StudyRow row = new(image, form, board, fit.Fits ? comparison.Failure : fit.Text)
                {
                    ProgramBytes = result.ProgramBytes,
                    WeightBytes = weights,
                    RamBytes = ram,
                    StackBytes = stack,
                    Macs = used.Sum(r => Runs(r) * r.Macs),
                    Macc = used.Sum(r => Runs(r) * r.Macc),
                    Parameters = used.Sum(r => r.Parameters),
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
