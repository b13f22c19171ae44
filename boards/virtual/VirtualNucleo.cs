// The virtual board as the firmware sees it (IBoard).
using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using NanoCoopNet.Device;

namespace NanoCoopNet.VirtualBoard;

internal sealed class VirtualNucleo(BoardDescription board, string uniqueId, ModelledTime? time) : IBoard
{
    private static readonly Assembly Firmware = typeof(DeviceApp).Assembly;
    private readonly Stopwatch _uptime = Stopwatch.StartNew();

    public string Name => board.Name;

    public byte[] UniqueId { get; } = Encoding.ASCII.GetBytes(uniqueId);

    public int ClockHz => board.ClockHz;

    public string Runtime => RuntimeInformation.FrameworkDescription;

    public string FirmwareVersion { get; } = Firmware.GetName().Version!.ToString(3);

    public bool IsVirtual => true;

    public bool IsDebuggerAttached => Debugger.IsAttached;

    public bool IsDebugBuild { get; } = Firmware.GetCustomAttribute<DebuggableAttribute>()?.IsJITOptimizerDisabled ?? false;

    public int UptimeMs => unchecked((int)_uptime.ElapsedMilliseconds);

    public int TimedMs => time is null ? UptimeMs : unchecked((int)(long)time.Ms);

    public int[] MarkerPins { get; } = [.. board.Markers.Select(m => m.Number)];

    /// <summary>Green and blue LED.</summary>
    public (bool Light, bool Full) Leds { get; private set; }

    /// <summary>Set by <see cref="Restart"/>.</summary>
    public bool RestartAsked { get; private set; }

    public void Wait(int timeMs) => Thread.Sleep(timeMs);

    public int FreeHeapBytes() => -1;

    public void SetLeds(bool light, bool full) => Leds = (light, full);

    public void Restart() => RestartAsked = true;
}
