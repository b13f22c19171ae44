// Runs a sample of firmware/samples on the virtual board. SAMPLES.md of that folder shows its use.
using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using NanoCoopNet.Device;
using NanoCoopNet.VirtualBoard;

namespace NanoCoopNet.Samples;

/// <summary>Puts a model into a fresh virtual board and starts a sample's Main on it.</summary>
public static class SampleRunner
{
    private const string Usage = "usage: SAMPLE MODEL.ncn [pc|m7] [SOUND.wav|INPUT.bin], with SAMPLE one of ";
    private const string SensorPort = "COM2";
    private const int Presses = 10;

    private static readonly Dictionary<string, Action> Samples = new(StringComparer.OrdinalIgnoreCase)
    {
        ["FirstApp"] = FirstApp.Program.Main,
        ["PictureButton"] = PictureButton.Program.Main,
        ["KeywordLed"] = KeywordLed.Program.Main,
        ["Logger"] = Logger.Program.Main,
    };

    /// <summary>Exit code 0, or that of the error.</summary>
    public static int Main(string[] args)
    {
        try
        {
            bool hasCpu = args is [_, _, "pc" or "m7", ..];
            int expected = hasCpu ? 3 : 2;
            if (args.Length < 2 || args.Length > expected + 1 || !Samples.TryGetValue(args[0], out Action? sample))
            {
                throw new NanoCoopException(
                    ExitCode.Usage,
                    null,
                    "these arguments name no sample and its model",
                    Usage + string.Join(", ", Samples.Keys)
                );
            }

            byte[] input = args.Length > expected ? ReadInput(args[^1]) : [];
            Run(
                sample,
                InputFile.ReadBytes(args[1]),
                hasCpu && args[2] == "m7" ? BoardCpu.M7 : BoardCpu.Pc,
                input,
                Console.WriteLine
            );
            return (int)ExitCode.Success;
        }
        catch (NanoCoopException e)
        {
            Console.Error.WriteLine($"error: {e.Message}; {e.Hint}");
            return (int)e.Code;
        }
    }

    /// <summary>Runs a sample with a model, as if that had been pushed before, until the bench has nothing more for it.</summary>
    /// <param name="input">What a sensor sends to COM2.</param>
    /// <param name="say">Told each line that the sample writes to COM6.</param>
    /// <returns>The bench as it is then.</returns>
    public static Bench Run(Action sample, byte[] model, BoardCpu cpu, byte[] input, Action<string> say)
    {
        using var board = new BoardHardware(new VirtualBoardOptions { Cpu = cpu, FlashTimeScale = 0 }, Console.Error.WriteLine);
        board.Run(() =>
        {
            CooperativeClassifier pushed = CooperativeClassifier.Open(new ArrayModel(model));
            if (!pushed.IsOpen)
            {
                throw new VirtualBoardException(ExitCode.BadData, "modelRefused", pushed.StatusText, "take another .ncn file");
            }
        });
        var bench = new Bench(say);
        bench.Send(SensorPort, input);
        bench.PressTimes(Presses);
        bench.Use();
        try
        {
            board.Run(sample);
        }
        catch (UnpluggedException)
        {
            // the usual end
        }

        return bench;
    }

    /// <summary>Bytes of a file; of a WAV file the samples, which must be 16 bit, 16 kHz, one channel.</summary>
    public static byte[] ReadInput(string path)
    {
        byte[] file = InputFile.ReadBytes(path);
        if (!file.AsSpan().StartsWith("RIFF"u8))
        {
            return file;
        }

        ReadOnlySpan<byte> format = Chunk(file, "fmt "u8, path);
        bool fits =
            format.Length >= 16
            && BinaryPrimitives.ReadInt16LittleEndian(format[2..]) == 1
            && BinaryPrimitives.ReadInt32LittleEndian(format[4..]) == Hearing.SampleRate
            && BinaryPrimitives.ReadInt16LittleEndian(format[14..]) == 16;
        return fits
            ? Chunk(file, "data"u8, path).ToArray()
            : throw new NanoCoopException(
                ExitCode.BadData,
                null,
                $"{path} is not 16-bit PCM of one channel at 16 kHz",
                "convert it: sox IN.wav -b 16 -r 16000 -c 1 OUT.wav"
            );
    }

    private static ReadOnlySpan<byte> Chunk(ReadOnlySpan<byte> file, ReadOnlySpan<byte> name, string path)
    {
        for (int at = 12; at + 8 <= file.Length; )
        {
            int length = BinaryPrimitives.ReadInt32LittleEndian(file[(at + 4)..]);
            if (length < 0 || length > file.Length - at - 8)
            {
                break;
            }

            if (file.Slice(at, 4).SequenceEqual(name))
            {
                return file.Slice(at + 8, length);
            }

            at += 8 + length + (length & 1);
        }

        throw new NanoCoopException(ExitCode.BadData, null, $"{path} is cut off or no WAV file", "record it again");
    }
}
