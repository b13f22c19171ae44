// The board the virtual one stands for, from boards/NUCLEO_F767ZI/board.json (embedded when this library is built).
using System.Text.Json;
using System.Text.Json.Serialization;

namespace NanoCoopNet.VirtualBoard;

/// <summary>Sizes, clock and pins of a board.</summary>
public sealed record BoardDescription
{
    public required string Name { get; init; }

    public required string Mcu { get; init; }

    /// <summary>CPU clock in Hz.</summary>
    public required int ClockHz { get; init; }

    public required FlashStoreDescription FlashStore { get; init; }

    /// <summary>Bytes of the arena in DTCM, which no cache sees.</summary>
    public required int FastArenaBytes { get; init; }

    /// <summary>Bytes of the arena in SRAM.</summary>
    public required int ArenaBytes { get; init; }

    /// <summary>Multiplications an inference of a stored model may cost.</summary>
    public required int MostWork { get; init; }

    public required ApplicationPortDescription ApplicationPort { get; init; }

    /// <summary>Marker 0 (light), 1 (full), then two for layers, where they are marked.</summary>
    public required IReadOnlyList<PinDescription> Markers { get; init; }

    public required IReadOnlyList<PinDescription> Leds { get; init; }

    /// <summary>VID:PID of the on-board debugger's serial port, which is not the application's.</summary>
    public required IReadOnlyList<string> StLinkUsbIds { get; init; }

    /// <summary>The NUCLEO-F767ZI.</summary>
    public static BoardDescription NucleoF767Zi { get; } = Load();

    private static BoardDescription Load()
    {
        using Stream stream = typeof(BoardDescription).Assembly.GetManifestResourceStream("NUCLEO_F767ZI.board.json")!;
        return JsonSerializer.Deserialize(stream, BoardJson.Default.BoardDescription)!;
    }
}

/// <summary>The flash sectors that hold models; nf-interop/native/NATIVE.md, "Model store in flash".</summary>
public sealed record FlashStoreDescription
{
    public required int SectorBytes { get; init; }

    public required int Sectors { get; init; }

    /// <summary>Bytes the flash controller programs at once.</summary>
    public required int ProgramUnitBytes { get; init; }

    public required int EraseMsPerSector { get; init; }

    public required int ProgramUsPerUnit { get; init; }
}

/// <summary>The serial port that carries frames and console.</summary>
public sealed record ApplicationPortDescription
{
    public required string Name { get; init; }

    public required int Baud { get; init; }

    /// <summary>Receive buffer as the firmware sets it.</summary>
    public required int ReceiveBufferBytes { get; init; }

    /// <summary>Receive buffer nanoFramework gives a port whose size nobody set.</summary>
    public required int ReceiveBufferDefaultBytes { get; init; }
}

/// <summary>A pin, by its name and by nanoFramework's number (16 · port + pin).</summary>
public sealed record PinDescription
{
    public required string Name { get; init; }

    public required string Pin { get; init; }

    public required int Number { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(BoardDescription))]
internal sealed partial class BoardJson : JsonSerializerContext;
