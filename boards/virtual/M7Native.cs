// The hand-written half of M7Native: one request at a time through the mailbox (m7/MAILBOX.md). Who derives from it supplies the
// memory, the doorbell and the board; M7Native.g.cs has one method a function.
using NanoCoopNet.Interop;

namespace NanoCoopNet.VirtualBoard;

/// <summary>The native interface with its engine functions on an emulated Cortex-M7.</summary>
public abstract partial class M7Native
{
    private readonly object _gate = new();

    /// <summary>Serves the functions that are the board's and not the engine's: store, frames, settings.</summary>
    protected abstract INative Board { get; }

    /// <summary>The mailbox area, <see cref="MailboxRequest.Bytes"/> long, as the M7 sees it too.</summary>
    protected abstract Span<byte> Mailbox { get; }

    /// <summary>Rings the doorbell and returns when the M7 has written the result.</summary>
    protected abstract void Call();

    /// <summary>A marker pin was written during the last call; called after it, in order.</summary>
    protected virtual void OnPin(int pin, bool level) { }

    private int Transact(MailboxRequest request)
    {
        request.Send();
        Call();
        for (int i = 0; i < request.EventCount; i++)
        {
            (int pin, bool level, _) = request.Event(i);
            OnPin(pin, level);
        }

        return request.Result;
    }
}
