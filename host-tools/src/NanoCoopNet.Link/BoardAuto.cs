// The automatic confidence threshold of a board (request ctAuto): its target, and how far it is.
using System.Buffers.Binary;
using NanoCoopNet.Device;

namespace NanoCoopNet.Link;

/// <summary>A target to set. Value and powers as PROTOCOL.md has them.</summary>
/// <param name="Value">2^-16, µs or µJ.</param>
/// <param name="BnnMilliwatts">1 but for an energy.</param>
/// <param name="Int8Milliwatts">1 but for an energy.</param>
public sealed record AutoTargetRequest(AutoKind Kind, int Value, ushort BnnMilliwatts = 1, ushort Int8Milliwatts = 1)
{
    internal byte[] ToPayload()
    {
        byte[] payload = new byte[Protocol.AutoRequestBytes];
        payload[0] = (byte)Kind;
        BinaryPrimitives.WriteInt32LittleEndian(payload.AsSpan(1), Value);
        BinaryPrimitives.WriteUInt16LittleEndian(payload.AsSpan(5), BnnMilliwatts);
        BinaryPrimitives.WriteUInt16LittleEndian(payload.AsSpan(7), Int8Milliwatts);
        return payload;
    }
}

/// <summary>Reply to ctAuto. Fractions of full mode are 0…1.</summary>
/// <param name="Target">Fraction, milliseconds or millijoules, as <paramref name="Kind"/> says.</param>
/// <param name="WantedFraction">What meets the target; below 0 or above 1 where no threshold does.</param>
/// <param name="ExpectedFraction">That of the newest confidences at the threshold in force.</param>
/// <param name="RunningFraction">Of the newest 512 to 1,023 inferences.</param>
/// <param name="RunningMean">The same in the target's unit; null while costs are not known.</param>
/// <param name="Samples">Inferences since the inputs last changed.</param>
/// <param name="Changes">Changes of the inputs noticed since the target was set.</param>
public sealed record BoardAuto(
    AutoKind Kind,
    AutoState State,
    TimeSource TimeSource,
    byte ConfidenceThreshold,
    double Target,
    int BnnMilliwatts,
    int Int8Milliwatts,
    double WantedFraction,
    double ExpectedFraction,
    double RunningFraction,
    double? RunningMean,
    int Samples,
    int Changes
)
{
    internal static BoardAuto Parse(ReadOnlySpan<byte> payload)
    {
        PayloadReader r = new("ct auto", payload);
        AutoKind kind = (AutoKind)r.U8("kind", 0, (int)AutoKind.Energy);
        AutoState state = (AutoState)r.U8("state", 0, (int)AutoState.AboveFull);
        TimeSource source = (TimeSource)r.U8("timeKind", 0, (int)TimeSource.HostClock);
        byte ct = r.U8();
        double one = kind == AutoKind.FullFraction ? ThresholdTracker.One : 1000;
        double target = r.I32("value", 0, AutoTarget.LargestValue) / one;
        int bnn = r.U16(),
            int8 = r.U16();
        double wanted = Fraction(r.I32("wanted", -ThresholdTracker.One, 2 * ThresholdTracker.One));
        double expected = Fraction(r.I32("expected", 0, ThresholdTracker.One));
        double running = Fraction(r.I32("running", 0, ThresholdTracker.One));
        int mean = r.I32("runningValue", -1, int.MaxValue);
        int samples = r.I32("samples", 0, int.MaxValue),
            changes = r.I32("changes", 0, int.MaxValue);
        r.End();
        return new(
            kind,
            state,
            source,
            ct,
            target,
            bnn,
            int8,
            wanted,
            expected,
            running,
            mean < 0 ? null : mean / one,
            samples,
            changes
        );
    }

    private static double Fraction(int value) => value / (double)ThresholdTracker.One;
}
