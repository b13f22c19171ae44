// Accuracy and light fraction at every CT from one run over the samples, eq. (14).
namespace NanoCoopNet.Evaluation;

/// <summary>Sweeps the gate.</summary>
public static class ThresholdSweep
{
    /// <summary>One point for each CT 0 … 255: light where ⌊256·CS⌋ ≥ CT.</summary>
    public static IReadOnlyList<SweepPoint> Of(Answers answers)
    {
        const int Steps = 256;

        // Samples by ⌊256·CS⌋ (0 … 256): how many, and how many the BNN and full mode got right.
        int[] count = new int[Steps + 1], bnnRight = new int[Steps + 1], fullRight = new int[Steps + 1];
        for (int i = 0; i < answers.Count; i++)
        {
            int cs = answers.Confidence256(i);
            count[cs]++;
            bnnRight[cs] += answers.Bnn[i] == answers.Labels[i] ? 1 : 0;
            fullRight[cs] += answers.Full[i] == answers.Labels[i] ? 1 : 0;
        }

        SweepPoint[] points = new SweepPoint[Steps];
        int light = answers.Count, right = bnnRight.Sum();
        for (int ct = 0; ct < Steps; ct++)
        {
            points[ct] = new SweepPoint(ct, (double)right / answers.Count, (double)light / answers.Count);
            light -= count[ct];
            right += fullRight[ct] - bnnRight[ct];
        }

        return points;
    }
}
