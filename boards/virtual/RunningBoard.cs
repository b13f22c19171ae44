// A virtual board that runs: the firmware's own loop on a thread, over the models of this folder. VIRTUAL-BOARD.md.
using System.Globalization;
using NanoCoopNet.Bridge;
using NanoCoopNet.Device;

namespace NanoCoopNet.VirtualBoard;

/// <summary>Starts a virtual NUCLEO-F767ZI in this process; <see cref="Dispose"/> pulls its plug.</summary>
public sealed class RunningBoard : IDisposable
{
    private const int IdleMs = 5;
    private readonly VirtualBoardOptions _options;
    private readonly IBoardTransport _transport;
    private readonly BoardHardware _hardware;
    private readonly ManualResetEventSlim _ended = new();
    private readonly Thread _thread;
    private volatile bool _stopped;

    private RunningBoard(VirtualBoardOptions options, Action<string>? log)
    {
        _options = options;
        _hardware = new BoardHardware(options, log);
        try
        {
            _transport = OpenPort(options.Link);
            Serial = new SerialPortModel(
                _transport,
                _hardware.Power,
                options.ReceiveBufferBytes ?? options.Board.ApplicationPort.ReceiveBufferBytes,
                StartBaud,
                options.Pace
            );
        }
        catch
        {
            Release();
            throw;
        }

        _hardware.Flash.Stalled += Serial.Stall;
        _thread = new Thread(Run) { IsBackground = true, Name = "virtual board" };
        _thread.Start();
    }

    /// <summary>What it calls itself.</summary>
    public string Name => _options.Name;

    /// <summary>What to open: <c>/dev/pts/N</c>, the link, or <c>tcp://127.0.0.1:N</c>.</summary>
    public string PortName => _transport.PortName;

    /// <summary>The serial port, with counters of what was lost.</summary>
    public SerialPortModel Serial { get; }

    /// <summary>Marker pins.</summary>
    public MarkerPins Pins => _hardware.Pins;

    /// <summary>What the emulated Cortex-M7 would have taken so far; null on another core and on the PC.</summary>
    public ModelledTime? Time => _hardware.Time;

    /// <summary>Flash steps (programmed words and erased sectors) so far.</summary>
    public long FlashSteps => _hardware.Power.Steps;

    /// <summary>Times the firmware was started.</summary>
    public int Boots { get; private set; }

    /// <summary>Why the board stopped by itself; null while it runs.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Most bytes a native call used of the emulated 4,096-byte stack; 0 on the PC.</summary>
    public int CallStackPeakBytes => _hardware.CallStackPeakBytes;

    private int StartBaud => _options.Baud ?? _options.Board.ApplicationPort.Baud;

    /// <summary>Builds native code where that is due and starts the board.</summary>
    /// <param name="log">Progress in lines.</param>
    /// <exception cref="ToolchainException">C compiler, CMake or arm-none-eabi-gcc are missing.</exception>
    /// <exception cref="VirtualBoardException">Emulator, port or files.</exception>
    public static RunningBoard Start(VirtualBoardOptions options, Action<string>? log = null) => new(options, log);

    /// <summary>Waits until the board stops by itself (power lost, emulator gone).</summary>
    /// <returns>False: it still runs after this time.</returns>
    public bool AwaitEnd(int timeoutMs, CancellationToken cancel = default) => _ended.Wait(timeoutMs, cancel);

    public void Dispose()
    {
        if (_stopped)
        {
            return;
        }

        _stopped = true;
        _thread.Join();
        Release();
    }

    /// <summary>Ends the emulator as a crash would.</summary>
    internal void KillEmulator() => _hardware.KillEmulator();

    private static IBoardTransport OpenPort(string? link)
    {
        if (link is null)
        {
            return OperatingSystem.IsWindows() ? new TcpBoardTransport() : new PtyTransport();
        }

        if (link == "tcp")
        {
            return new TcpBoardTransport();
        }

        if (!link.StartsWith("tcp:", StringComparison.Ordinal))
        {
            return new PtyTransport(link);
        }

        return ushort.TryParse(link.AsSpan(4), NumberStyles.None, CultureInfo.InvariantCulture, out ushort port)
            ? new TcpBoardTransport(port)
            : throw new VirtualBoardException(
                ExitCode.Usage,
                "linkInvalid",
                $"`{link}` names no TCP port",
                "write tcp, tcp:4711, or the path of a link"
            );
    }

    private void Run()
    {
        try
        {
            while (!_stopped)
            {
                RunFirmware();
            }
        }
        catch (Exception e)
        {
            Failure = e;
        }
        finally
        {
            _ended.Set();
        }
    }

    private void RunFirmware()
    {
        using BoardNatives native = _hardware.Boot();
        if (Boots++ > 0)
        {
            Serial.Reset(StartBaud);
        }

        var board = new VirtualNucleo(_options.Board with { Name = _options.Name }, _options.UniqueId, Time);
        var app = new DeviceApp(native.Functions, Serial, board);
        app.Start();
        while (!_stopped && !board.RestartAsked)
        {
            _hardware.Power.ThrowIfLost();
            if (!app.Poll())
            {
                Serial.AwaitBytes(IdleMs);
            }
        }
    }

    private void Release()
    {
        Serial?.Dispose();
        _transport?.Dispose();
        _hardware.Dispose();
    }
}
