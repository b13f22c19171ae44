// A decoded picture: upright, opaque, sRGB or grey, 8 bits. host-tools/training/PICTURES.md, steps 1 and 2.
namespace NanoCoopNet.Media;

/// <summary>Pixels in HWC order.</summary>
/// <param name="Width">1 … <see cref="PictureFile.MaxPixels"/>.</param>
/// <param name="Height">As the width.</param>
/// <param name="Channels">3 red, green, blue; 1 grey.</param>
/// <param name="Pixels">Height × Width × Channels bytes.</param>
public sealed record Picture(int Width, int Height, int Channels, byte[] Pixels);
