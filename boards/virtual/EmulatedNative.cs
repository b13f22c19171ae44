// The native interface of a virtual board whose kernels run on the emulated Cortex-M7.
using NanoCoopNet.Device;
using NanoCoopNet.Interop;

namespace NanoCoopNet.VirtualBoard;

/// <summary>Engine functions go to the machine, the rest to the PC's library.</summary>
public sealed class EmulatedNative(M7Machine machine, INative board, MarkerPins? pins = null) : M7Native
{
    /// <inheritdoc/>
    protected override INative Board { get; } = board;

    /// <inheritdoc/>
    protected override Span<byte> Mailbox => machine.Mailbox;

    /// <inheritdoc/>
    protected override void Call() => machine.Call();

    /// <inheritdoc/>
    protected override void OnPin(int pin, bool level, uint counter) => pins?.Write(pin, level, counter);
}
