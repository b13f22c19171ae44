// What running an image gave: tests/kernels/bench/study_image.py prints it as JSON.
using System.Text.Json;

namespace NanoCoopNet.Study;

/// <summary>A layer of the first sample (or the confidence after a network's last one).</summary>
/// <param name="Instructions">Executed, exact.</param>
/// <param name="Least">Cycles of the core without waiting, lower bound; then the estimate and the upper bound.</param>
/// <param name="Waiting">Cycles of waiting, by board.</param>
public sealed record ImagePart(
    int Net,
    int Layer,
    long Instructions,
    long Least,
    long Estimate,
    long Most,
    IReadOnlyDictionary<string, long> Waiting
);

/// <summary>Logits of a sample.</summary>
public sealed record ImageAnswer(int Sample, int Net, IReadOnlyList<int> Logits);

/// <summary>An image that ran.</summary>
/// <param name="WaitingFactor">Share of the modelled waiting that the estimate takes.</param>
/// <param name="MostFactor">By which the upper bound is widened.</param>
/// <param name="StackBytes">Most that was used, of a painted stack.</param>
/// <param name="ProgramBytes">Flash without the model.</param>
/// <param name="VariableBytes">RAM without arena and stack.</param>
public sealed record ImageResult(
    string Core,
    double WaitingFactor,
    double MostFactor,
    int StackBytes,
    int ProgramBytes,
    int ModelBytes,
    int ArenaBytes,
    int VariableBytes,
    IReadOnlyList<ImageAnswer> Answers,
    IReadOnlyList<ImagePart> Parts
)
{
    private static readonly JsonSerializerOptions Format = new() { PropertyNameCaseInsensitive = true };

    /// <summary>Reads what the script printed.</summary>
    /// <exception cref="JsonException">It is something else.</exception>
    public static ImageResult Parse(string json) => JsonSerializer.Deserialize<ImageResult>(json, Format)!;

    /// <summary>Cycles of parts on a board.</summary>
    public (double Least, double Estimate, double Most) Cycles(string board, Func<ImagePart, bool> which)
    {
        double least = 0,
            estimate = 0,
            most = 0;
        foreach (ImagePart part in Parts.Where(which))
        {
            long waiting = part.Waiting[board];
            least += part.Least;
            estimate += part.Estimate + (WaitingFactor * waiting);
            most += MostFactor * (part.Most + waiting);
        }

        return (least, estimate, most);
    }

    /// <summary>Instructions of parts.</summary>
    public long Instructions(Func<ImagePart, bool> which) => Parts.Where(which).Sum(p => p.Instructions);
}
