// The parts of a virtual board that are not its port: core, flash, settings, pins.
using NanoCoopNet.Bridge;
using NanoCoopNet.Device;
using NanoCoopNet.Interop;

namespace NanoCoopNet.VirtualBoard;

/// <summary>What an application runs on. Flash and settings stay over a <see cref="Boot"/>.</summary>
public sealed class BoardHardware : IDisposable
{
    private const int ArenaUnitBytes = 32;
    private readonly VirtualBoardOptions _options;
    private readonly SettingsMemory _settings;
    private readonly M7Machine? _machine;
    private bool _booted;

    /// <summary>Builds native code where that is due.</summary>
    /// <param name="options">Those of the port are not looked at.</param>
    /// <param name="log">Progress in lines.</param>
    /// <exception cref="ToolchainException">C compiler, CMake or arm-none-eabi-gcc are missing.</exception>
    /// <exception cref="VirtualBoardException">Emulator or files.</exception>
    public BoardHardware(VirtualBoardOptions options, Action<string>? log = null)
    {
        _options = options;
        NativeBuild.EnsurePc(log);
        EmulatedCore? core = EmulatedCore.Of(options.Cpu);
        if (core is not null)
        {
            Toolchain.Ensure([Tool.Emulator], log);
        }

        string? image = core is null ? null : options.CoreImage ?? CoreImage.Ensure(core, log);
        Power = new PowerSupply(options.PowerLossAfterSteps, options.DamageSeed);
        _settings = new SettingsMemory(options.SettingsFile);
        try
        {
            Time = core == EmulatedCore.M7 ? new ModelledTime() : null;
            _machine = image is null
                ? null
                : new M7Machine(
                    image,
                    ArenaBytes,
                    options.Board.FlashStore,
                    FastArenaBytes,
                    mostWork: options.Board.MostWork,
                    core: core
                );
            Flash = new VirtualFlash(
                options.Board.FlashStore,
                Power,
                options.FlashFile,
                _machine?.Flash ?? 0,
                options.FlashTimeScale
            );
            Pins = new MarkerPins(options.Board, Time, options.VcdFile, options.Capture);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The supply, which can fail.</summary>
    public PowerSupply Power { get; }

    /// <summary>The model store's flash.</summary>
    public VirtualFlash Flash { get; }

    /// <summary>Marker pins.</summary>
    public MarkerPins Pins { get; }

    /// <summary>What the emulated Cortex-M7 would have taken so far; null on another core and on the PC.</summary>
    public ModelledTime? Time { get; }

    /// <summary>Most bytes a native call used of the emulated 4,096-byte stack; 0 on the PC.</summary>
    public int CallStackPeakBytes => _machine?.CallStackPeakBytes ?? 0;

    /// <summary>Tensors lie at multiples of 32, so an odd rest of the arena holds nothing.</summary>
    private int ArenaBytes => (_options.ArenaBytes ?? _options.Board.ArenaBytes) & -ArenaUnitBytes;

    private int FastArenaBytes => (_options.FastArenaBytes ?? _options.Board.FastArenaBytes) & -ArenaUnitBytes;

    /// <summary>A reset: the native functions as they are after it.</summary>
    public BoardNatives Boot()
    {
        if (_booted)
        {
            _machine?.Reset();
            Pins.Reset();
        }

        _booted = true;
        var pc = new PcNative(
            new PcNativeOptions
            {
                ArenaBytes = ArenaBytes,
                FastArenaBytes = FastArenaBytes,
                MostWork = _options.Board.MostWork,
                Port = new PcPort(_options.Board.FlashStore, Flash, Pins, _settings, Power, _options.Key),
            }
        );
        return new BoardNatives(_machine is null ? pc : new EmulatedNative(_machine, pc, Pins, Time), pc);
    }

    /// <summary>Runs an application of the device library on this thread, from a reset on.</summary>
    public void Run(Action application)
    {
        using BoardNatives natives = Boot();
        BoardNative.Use(natives.Functions, _options.Board.ClockHz);
        try
        {
            application();
        }
        finally
        {
            BoardNative.Use(null, 0);
        }
    }

    /// <summary>Ends the emulator as a crash would.</summary>
    internal void KillEmulator() => _machine?.KillEmulator();

    /// <inheritdoc/>
    public void Dispose()
    {
        Pins?.Dispose();
        Flash?.Dispose();
        _machine?.Dispose();
    }
}

/// <summary>The native functions between two resets.</summary>
public sealed class BoardNatives(INative functions, IDisposable memory) : IDisposable
{
    /// <summary>What the firmware calls.</summary>
    public INative Functions { get; } = functions;

    /// <inheritdoc/>
    public void Dispose() => memory.Dispose();
}
