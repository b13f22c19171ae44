// Rows with known numbers.
using NanoCoopNet.Boards;

namespace NanoCoopNet.Study.Tests;

internal static class Rows
{
    public static Board Board(string name) => BoardCatalogue.Find(name);

    /// <summary>A row of a network "n" on a board.</summary>
    public static StudyRow Row(
        string numbers,
        string kernels,
        string fpu,
        string flags,
        double? ms,
        string board = "l496",
        string failure = "",
        double mj = 1,
        double flash = 1000,
        double? accuracy = null,
        string network = "n"
    ) =>
        new(new Combination(network, numbers, kernels, fpu, flags, Board(board).Core), numbers, Board(board), failure)
        {
            Ms = ms,
            Mj = mj,
            ProgramBytes = flash,
            WeightBytes = 0,
            Accuracy = accuracy,
            Macs = 100,
            Macc = 120,
        };
}
