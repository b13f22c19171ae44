// What the papers publish, to stand beside our figures; never mixed with them.
namespace NanoCoopNet.Analysis;

/// <summary>A task of BC-Net's table II and section V-D; accuracies 0…1, kB as published, milliseconds on the NUCLEO-F767ZI at
/// 216 MHz.</summary>
/// <param name="FullFractionAtBreakEven">Share of samples in full mode at break-even with INT8.</param>
/// <param name="SpeedupAtBreakEven">As published, 0…; what it means is not defined there (ANALYSIS.md).</param>
public sealed record PublishedTask(
    string Task,
    string Net,
    double Fp32,
    double Int8,
    double Bnn,
    double BcNetFull,
    double MemoryInt8,
    double MemoryBnn,
    double MemoryFull,
    double MsInt8,
    double MsLight,
    double MsFull,
    double CtAtBreakEven,
    double FullFractionAtBreakEven,
    double SpeedupAtBreakEven
);

/// <summary>A row of CoopNet's table II; Δ in accuracy 0…1, speed-up as published.</summary>
public sealed record PublishedCoopNet(string Task, string Level, double Delta, double MemoryKb, double Speedup, double Ct);

/// <summary>The papers' tables.</summary>
public static class PublishedResults
{
    /// <summary>BC-Net table II and V-D.</summary>
    public static IReadOnlyList<PublishedTask> BcNet { get; } =
    [
        new("CIFAR-10", "CaffeNet", 0.8025, 0.8020, 0.7652, 0.8400, 131, 94, 235, 98.96, 65.29, 164.26, 0.24, 0.1936, 0.6771),
        new("CIFAR-100", "VGG-6", 0.6513, 0.6468, 0.5406, 0.6648, 396, 123, 569, 147.39, 54.46, 202.35, 0.38, 0.5475, 0.1970),
        new("Speech commands", "GscNet", 0.9030, 0.8950, 0.8760, 0.9255, 265, 90, 386, 66.30, 32.56, 99.06, 0.16, 0.1170, 0.8149),
        new("FER2013", "FerNet", 0.6516, 0.6470, 0.6286, 0.6648, 587, 118, 705, 353.93, 174.33, 528.27, 0.12, 0.1543, 0.6695),
    ];

    /// <summary>The task of a model whose networks are both of one topology; null where the papers have none.</summary>
    /// <param name="topology">As cards name it, e.g. <c>vgg6</c>.</param>
    /// <param name="dataset">As cards name it; other clips or another split of the same task count.</param>
    public static PublishedTask? TaskOf(string topology, string dataset)
    {
        string? task = dataset switch
        {
            "CIFAR-10" or "FER2013" => dataset,
            "CIFAR-100" or "CIFAR-100 (own split)" => "CIFAR-100",
            "Google Speech Commands" or "voices of people and espeak-ng" => "Speech commands",
            _ => null,
        };
        return BcNet.FirstOrDefault(t =>
            t.Task == task && t.Net.Replace("-", "").Equals(topology, StringComparison.OrdinalIgnoreCase)
        );
    }

    /// <summary>CoopNet table II.</summary>
    public static IReadOnlyList<PublishedCoopNet> CoopNet { get; } =
    [
        new("CIFAR-10", "FP32", 0.0005, 214, 0.5120, 0.42),
        new("CIFAR-10", "INT8", 0, 214, 0.5158, 0.4),
        new("CIFAR-10", "maximum", 0.0053, 214, 0.1840, 0.9),
        new("Speech commands", "FP32", 0.008, 360, 0.6953, 0.4),
        new("Speech commands", "INT8", 0, 360, 0.8016, 0.2),
        new("Speech commands", "maximum", 0.0147, 360, 0.5431, 0.7),
        new("FER2013", "FP32", 0.0046, 695, 0.3620, 0.3),
        new("FER2013", "INT8", 0, 695, 0.4790, 0.2),
        new("FER2013", "maximum", 0.0093, 695, 0.2234, 0.5),
    ];

    /// <summary>BC-Net eq. (7): mean latency with a share of samples in full mode.</summary>
    public static double MeanMs(this PublishedTask task, double fullFraction) =>
        task.MsLight + (fullFraction * (task.MsFull - task.MsLight));
}
