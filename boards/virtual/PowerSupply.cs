// Injected power failure: counts what changes flash and ends everything at the chosen step.
namespace NanoCoopNet.VirtualBoard;

/// <summary>Says whether the board has power. A step is one programmed unit (4 bytes) or one sector erase.</summary>
public sealed class PowerSupply
{
    private readonly Random _damage;
    private long _stepsLeft;

    /// <param name="failAfterSteps">Steps that still succeed; null: power never fails.</param>
    /// <param name="damageSeed">Decides what the interrupted step left behind in flash.</param>
    public PowerSupply(long? failAfterSteps = null, int damageSeed = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(failAfterSteps ?? 0);
        _stepsLeft = failAfterSteps ?? long.MaxValue;
        _damage = new Random(damageSeed);
    }

    /// <summary>True from the failing step on.</summary>
    public bool IsLost { get; private set; }

    /// <summary>Steps done so far.</summary>
    public long Steps { get; private set; }

    /// <summary>Takes one step.</summary>
    /// <returns>False: power fails during this step; it may be done in part.</returns>
    internal bool TryStep()
    {
        if (IsLost || _stepsLeft == 0)
        {
            IsLost = true;
            return false;
        }

        _stepsLeft--;
        Steps++;
        return true;
    }

    /// <summary>Random bits: which cells the interrupted step had changed already.</summary>
    internal byte Damage() => (byte)_damage.Next(256);

    /// <exception cref="PowerLostException">Power is lost.</exception>
    internal void ThrowIfLost()
    {
        if (IsLost)
        {
            throw new PowerLostException();
        }
    }
}
