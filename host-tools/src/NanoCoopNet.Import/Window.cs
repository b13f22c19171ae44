// A window with padding of any width as one that the engine has: odd, with half of it as padding on both sides, and zeros where
// it is larger.
namespace NanoCoopNet.Import;

/// <summary>One axis of a convolution.</summary>
/// <param name="Outputs">Outputs along the axis.</param>
/// <param name="Kernel">The engine's window with padding `same`; 0: there is none.</param>
/// <param name="Shift">Taps of zeros before the first weight.</param>
internal readonly record struct Window(int Outputs, int Kernel, int Shift)
{
    private const int LargestHalf = 7;

    /// <param name="size">Of the axis.</param>
    /// <param name="kernel">The network's window.</param>
    /// <param name="before">Zeros before the first value.</param>
    /// <param name="after">Zeros behind the last one.</param>
    public static Window Of(int size, int kernel, int stride, int before, int after)
    {
        int outputs = ((size + before + after - kernel) / stride) + 1;
        for (int half = before; half <= LargestHalf; half++)
        {
            bool fits = half - before + kernel <= (2 * half) + 1 && ((size - 1) / stride) + 1 == outputs;
            if (fits)
            {
                return new Window(outputs, (2 * half) + 1, half - before);
            }
        }

        return new Window(outputs, 0, 0);
    }
}
