// What the slides "Machine Learning on the Edge" publish (their tables 5.5 to 5.11), measured on boards, to stand beside ours.
using NanoCoopNet.Boards;

namespace NanoCoopNet.Study;

/// <summary>Milliseconds of a network on a board.</summary>
/// <param name="Best">int8, CMSIS-NN, FPU on, -Ofast (table 5.9).</param>
/// <param name="Worst">float32, no library, FPU off, -Os; null: it does not fit.</param>
/// <param name="Int8Plain">int8 without CMSIS-NN (table 5.8).</param>
public sealed record SlideTimes(string Network, string Board, double Best, double? Worst, double Int8Plain);

/// <summary>Accuracies in percent (tables 5.5, 5.6).</summary>
public sealed record SlideAccuracy(string Network, double Float32, double Mixed, double Int8);

/// <summary>Their tables.</summary>
public static class SlideFigures
{
    public const string LeNet = "LeNet-5",
        ResNet = "ResNet-20";

    public static IReadOnlyList<SlideTimes> Times { get; } =
    [
        new(LeNet, "NUCLEO-L496ZG", 36.39, 470.54, 120.7),
        new(LeNet, "STM32F469I-DISCO", 16.11, 227.60, 65.6),
        new(LeNet, "NUCLEO-F767ZI", 8.05, 126.42, 17.9),
        new(ResNet, "NUCLEO-L496ZG", 2217.01, null, 12088.46),
        new(ResNet, "STM32F469I-DISCO", 984.32, 28817.51, 6506.3),
        new(ResNet, "NUCLEO-F767ZI", 449.30, 15565.85, 1119.8),
    ];

    public static IReadOnlyList<SlideAccuracy> Accuracies { get; } =
    [new(LeNet, 98.79, 98.77, 98.74), new(ResNet, 91.85, 91.67, 91.79)];

    /// <summary>Parameters and MACC (table 5.2).</summary>
    public static IReadOnlyList<(string Network, long Parameters, long Macc)> Sizes { get; } =
    [(LeNet, 81_194, 290_840), (ResNet, 274_442, 41_092_646)];

    /// <summary>Their times of one of our networks on a board; null: they have none.</summary>
    public static SlideTimes? Of(string network, Board board) =>
        Times.FirstOrDefault(t => t.Network == NetworkOf(network) && t.Board == board.Name);

    /// <summary>Their best time of ResNet-20 over that of LeNet-5.</summary>
    public static double BestResNetOverLeNet(Board board) =>
        Times.Single(t => t.Network == ResNet && t.Board == board.Name).Best
        / Times.Single(t => t.Network == LeNet && t.Board == board.Name).Best;

    /// <summary>The network of the slides that a model's second one is, by its name; null: none. Two networks, as in
    /// <c>lightnet-resnet20-cifar10-coopnet</c>, are named in the order in which they run.</summary>
    public static string? NetworkOf(string name) =>
        name.Contains("resnet20", StringComparison.OrdinalIgnoreCase) ? ResNet
        : name.Contains("lenet5", StringComparison.OrdinalIgnoreCase) ? LeNet
        : null;
}
