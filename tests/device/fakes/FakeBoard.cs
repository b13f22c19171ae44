// A board with a clock the test turns.
namespace NanoCoopNet.Device.Tests;

internal sealed class FakeBoard : IBoard
{
    private bool lightLed;
    private bool fullLed;

    public string Name => "TEST-BOARD";

    public byte[] UniqueId { get; } = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

    public int ClockHz => 216000000;

    public string FirmwareVersion => "0.1.0";

    public string Runtime => "nanoCLR 1.15.0.0 for TEST";

    public int FreeHeap { get; set; } = 123456;

    public bool IsVirtual => true;

    public bool IsDebuggerAttached => false;

    public bool IsDebugBuild { get; set; }

    public int UptimeMs { get; set; }

    public int TimedMs => UptimeMs;

    public int[] MarkerPins { get; set; } = [16, 17];

    /// <summary>LEDs as last set: light, full.</summary>
    public string Leds => (lightLed ? "L" : "-") + (fullLed ? "F" : "-");

    public int Restarts { get; private set; }

    public void Wait(int timeMs) => UptimeMs = unchecked(UptimeMs + timeMs);

    public int FreeHeapBytes() => FreeHeap;

    public void SetLeds(bool light, bool full) => (lightLed, fullLed) = (light, full);

    public void Restart() => Restarts++;
}
