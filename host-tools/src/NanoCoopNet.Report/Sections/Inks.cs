// The same model has the same colour in every figure.
namespace NanoCoopNet.Report;

internal static class Inks
{
    public static Ink Of(int model) => (Ink)(model % 4);
}
