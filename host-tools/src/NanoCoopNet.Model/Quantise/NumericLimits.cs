// Ranges that NUMERICS.md gives to numbers of the integer networks.
namespace NanoCoopNet.Model;

internal static class NumericLimits
{
    /// <summary>Activations lie in −128 … 127, eq. (1).</summary>
    public const int MinActivation = -128;

    /// <summary>Radix of logits, eq. (13).</summary>
    public const int MinLogitRadix = -8;
    public const int MaxLogitRadix = 30;
}
