// What differs between boards and is not the native interface or the serial port.
namespace NanoCoopNet.Device
{
    /// <summary>A board: the NUCLEO-F767ZI under nanoFramework, or the virtual board.</summary>
    public interface IBoard
    {
        /// <summary>The board's name, e.g. <c>NUCLEO-F767ZI</c>; ASCII.</summary>
        string Name { get; }

        /// <summary>The chip's unique id, 0 ... 32 bytes.</summary>
        byte[] UniqueId { get; }

        /// <summary>CPU clock in Hz.</summary>
        int ClockHz { get; }

        /// <summary>What runs the managed code, e.g. <c>nanoCLR 1.15.0.0 for ST_NUCLEO144_F767ZI</c>; ASCII, at most
        /// 96.</summary>
        string Runtime { get; }

        /// <summary>Version of the firmware, e.g. <c>0.1.0</c>; ASCII.</summary>
        string FirmwareVersion { get; }

        /// <summary>True on the virtual board.</summary>
        bool IsVirtual { get; }

        /// <summary>True while a debugger is attached: times are not worth recording.</summary>
        bool IsDebuggerAttached { get; }

        /// <summary>True for a debug build of the managed code.</summary>
        bool IsDebugBuild { get; }

        /// <summary>Milliseconds since the start; wraps from 2^31 - 1 to -2^31, so only differences count.</summary>
        int UptimeMs { get; }

        /// <summary>
        /// Milliseconds of the clock that inferences are timed by from outside; as <see cref="UptimeMs"/>, but on an emulated
        /// core the modelled time of what it ran.
        /// </summary>
        int TimedMs { get; }

        /// <summary>Collects garbage and counts what is free of the managed heap; -1 where nothing says.</summary>
        int FreeHeapBytes();

        /// <summary>Pins the board has opened as outputs for marker 0 (light), 1 (full), ...; -1 where there is none.</summary>
        int[] MarkerPins { get; }

        /// <summary>Waits; lets what was written to the port leave.</summary>
        void Wait(int timeMs);

        /// <summary>Turns the LEDs that show the mode of the last inference on or off. Never called in a timed region.</summary>
        void SetLeds(bool light, bool full);

        /// <summary>Restarts the board. May return; the board then runs a new <see cref="DeviceApp"/>.</summary>
        void Restart();
    }
}
