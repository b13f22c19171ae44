// Reads recordings as keyword models hear them: one channel of int16 at 16 kHz. host-tools/training/LOGMEL.md, "Recordings".
using NanoCoopNet.Model;

namespace NanoCoopNet.Media;

/// <summary>Reader of WAV and FLAC of any rate, width, number of channels and length.</summary>
public static class SoundFile
{
    /// <summary>Larger files are not read.</summary>
    public const int MaxFileBytes = 1 << 30;

    /// <summary>Longer recordings are refused: 134 million samples a channel, 46 minutes at 48 kHz.</summary>
    public const int MaxSamples = 1 << 27;

    internal const int MinRate = 1000,
        MaxRate = 768000,
        MaxChannels = 32;

    /// <summary>Endings of files that <see cref="Read(string)"/> takes.</summary>
    public static readonly IReadOnlyList<string> Extensions = [".wav", ".wave", ".flac"];

    /// <summary>Whether a file's name says that it is a recording.</summary>
    public static bool IsNamedSo(string path) => Extensions.Contains(Path.GetExtension(path).ToLowerInvariant());

    /// <summary>Reads a recording.</summary>
    /// <param name="path">The file; what it holds counts, not its name.</param>
    /// <returns>int16 at 16 kHz; a file that is that already comes back bit for bit.</returns>
    /// <exception cref="NanoCoopException">notSound, notWav, badWavFormat, badLength, badFlac, soundTooLong, emptyFile; or it
    /// cannot be read.</exception>
    public static short[] Read(string path) => Read(MediaFile.Bytes(path, MaxFileBytes), path);

    /// <summary>Reads a recording that is in memory.</summary>
    /// <param name="file">The file's bytes.</param>
    /// <param name="name">What messages call it.</param>
    public static short[] Read(byte[] file, string name)
    {
        Sound sound = MediaFile.KindOf(file) switch
        {
            "WAV" => WavReader.Read(file, name),
            "FLAC" => FlacReader.Read(file, name),
            _ => throw MediaFile.Unknown(file, name, null, "sound", "WAV or FLAC"),
        };
        return Resampler.ToModelRate(sound);
    }

    internal static void CheckShape(string name, long rate, int channels, long samples)
    {
        if (rate is < MinRate or > MaxRate || channels is < 1 or > MaxChannels)
        {
            throw new DatasetException(
                "badWavFormat",
                $"{name} says {channels} channels of {rate} Hz",
                $"1 to {MaxChannels} channels of {MinRate} to {MaxRate} Hz are read"
            );
        }

        if (samples > MaxSamples)
        {
            throw new DatasetException(
                "soundTooLong",
                $"{name} has {samples:N0} samples a channel; at most {MaxSamples:N0} are read",
                "cut it into pieces"
            );
        }
    }
}
