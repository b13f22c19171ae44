// An emulated Cortex-M7, M4 or M3 as a machine: starts QEMU on the image, shares memory with it and rings its doorbell.
// m7/MACHINE.md.
using System.Net.Sockets;

namespace NanoCoopNet.VirtualBoard;

/// <summary>One running emulator. Not thread safe: one call at a time (<see cref="M7Native"/> sees to it).</summary>
public sealed class M7Machine : IDisposable
{
    private readonly SharedMemory _memory;
    private readonly EmulatorProcess _process;
    private readonly Socket _doorbell;
    private readonly int _callTimeoutMs;
    private readonly EmulatedCore _core;
    private string? _dead;

    /// <param name="image">The ELF file of nf-interop's preset for the core.</param>
    /// <param name="arenaBytes">Arena the engine may use, of memory that plays SRAM.</param>
    /// <param name="fastBytes">The same of memory that plays DTCM.</param>
    /// <param name="callTimeoutMs">How long one layer may take on the PC.</param>
    /// <param name="mostWork">Multiplications an inference may cost; 0: any number.</param>
    /// <param name="core">null: the Cortex-M7.</param>
    /// <exception cref="VirtualBoardException">No QEMU, it ended at once, or the image does not fit.</exception>
    public M7Machine(
        string image,
        int arenaBytes,
        FlashStoreDescription store,
        int fastBytes = 0,
        int callTimeoutMs = 120_000,
        int mostWork = 0,
        EmulatedCore? core = null
    )
    {
        _core = core ?? EmulatedCore.M7;
        _callTimeoutMs = callTimeoutMs;
        SectorBytes = store.SectorBytes;
        string emulator = EmulatorLocation.Find();
        string directory = Directory.CreateTempSubdirectory("ncn-m7-").FullName;
        string socketPath = Path.Combine(directory, "uart");
        try
        {
            _memory = new SharedMemory(EmulatorLocation.MemoryFile(directory), M7Layout.SharedBytes);
            _memory.Word(M7Layout.System + M7Layout.ArenaBytes) = (uint)arenaBytes;
            _memory.Word(M7Layout.System + M7Layout.FastBytes) = (uint)fastBytes;
            _memory.Word(M7Layout.System + M7Layout.SectorBytes) = (uint)store.SectorBytes;
            _memory.Word(M7Layout.System + M7Layout.Sectors) = (uint)store.Sectors;
            _memory.Word(M7Layout.System + M7Layout.ProgramUnitBytes) = (uint)store.ProgramUnitBytes;
            _memory.Word(M7Layout.System + M7Layout.MostWork) = (uint)mostWork;
            using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            listener.Bind(new UnixDomainSocketEndPoint(socketPath));
            listener.Listen(1);
            _process = new EmulatorProcess(emulator, Arguments(_core, image, _memory, socketPath));
            _doorbell = Accept(listener);
            AwaitStart(arenaBytes + fastBytes);
            _memory.Unlink(); // not before: QEMU connects its doorbell first and opens the memory's file later
        }
        catch
        {
            Dispose();
            throw;
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    /// <summary>Address of the model store: the core uses tensors there in place.</summary>
    public nint Flash => _memory.Address + M7Layout.Flash;

    /// <summary>Bytes of each of its sectors.</summary>
    public int SectorBytes { get; }

    /// <summary>Bytes of the model store.</summary>
    public ReadOnlySpan<byte> FlashBytes(int at, int count) => _memory.Slice(M7Layout.Flash + at, count);

    /// <summary>Most bytes of the 4,096-byte call stack used so far.</summary>
    public int CallStackPeakBytes => (int)SystemWord(M7Layout.CallStackPeak);

    /// <summary>Instructions of reading the counter, which the image subtracts from every result.</summary>
    public int CountOverhead => (int)SystemWord(M7Layout.CountOverhead);

    /// <summary>The mailbox.</summary>
    public Span<byte> Mailbox => _memory.Slice(M7Layout.Mailbox, MailboxRequest.Bytes);

    /// <summary>Rings, and returns when the image has answered the request in the mailbox.</summary>
    /// <exception cref="VirtualBoardException">The emulator is gone, does not answer, or the image faulted; from then on every
    /// call says so.</exception>
    public void Call() => Exchange(M7Layout.DoorbellCall, M7Layout.DoorbellDone);

    private void Exchange(byte ring, byte answer)
    {
        if (_dead is not null)
        {
            throw Gone(_dead);
        }

        try
        {
            Thread.MemoryBarrier();
            _doorbell.Send([ring]);
            Expect(answer);
            Thread.MemoryBarrier();
        }
        catch (SocketException e)
        {
            throw Gone(
                _dead =
                    e.SocketErrorCode == SocketError.TimedOut
                        ? $"it did not answer within {_callTimeoutMs / 1000} s"
                        : $"its doorbell broke ({e.SocketErrorCode}). {_process.Errors}"
            );
        }
    }

    /// <summary>Starts the image anew, as a reset does; flash stays.</summary>
    public void Reset() => Exchange(M7Layout.DoorbellReset, M7Layout.DoorbellReady);

    public void Dispose()
    {
        _dead ??= "it was stopped";
        _doorbell?.Dispose();
        _process?.Dispose();
        _memory?.Dispose();
    }

    /// <summary>Ends the emulator as a crash would.</summary>
    internal void KillEmulator() => _process.Kill();

    private static string[] Arguments(EmulatedCore core, string image, SharedMemory memory, string socket) =>
        [
            "-M",
            $"{core.Machine},memory-backend=ram",
            "-m",
            "16M",
            "-object",
            $"memory-backend-file,id=ram,size={memory.Bytes},mem-path={memory.Path},share=on",
            "-nodefaults",
            "-display",
            "none",
            "-nic",
            "none",
            "-icount",
            "shift=8",
            "-chardev",
            $"socket,id=doorbell,path={socket}",
            "-serial",
            "chardev:doorbell",
            "-kernel",
            image,
        ];

    private Socket Accept(Socket listener)
    {
        for (int waitedMs = 0; waitedMs < 10_000; waitedMs += 20)
        {
            if (listener.Poll(20_000, SelectMode.SelectRead))
            {
                Socket doorbell = listener.Accept();
                doorbell.ReceiveTimeout = _callTimeoutMs;
                return doorbell;
            }

            if (_process.HasExited)
            {
                throw Gone($"it ended at once. {_process.Errors}");
            }
        }

        throw Gone($"it did not start within 10 s. {_process.Errors}");
    }

    private void AwaitStart(int arenaBytes)
    {
        Expect(M7Layout.DoorbellReady);
        if (SystemWord(M7Layout.Magic) != M7Layout.MagicValue)
        {
            throw Gone("the image it runs is not nanoCoopNet's");
        }

        uint capacity = SystemWord(M7Layout.ArenaCapacity);
        if (arenaBytes > capacity)
        {
            throw new VirtualBoardException(
                ExitCode.VirtualBoardFailed,
                "arenaTooLarge",
                $"the emulated machine has room for an arena of {capacity} bytes, not {arenaBytes}",
                "ask for a smaller arena"
            );
        }
    }

    private void Expect(byte expected)
    {
        Span<byte> answer = stackalloc byte[1];
        if (_doorbell.Receive(answer) == 0)
        {
            throw Gone(_dead = $"it ended. {_process.Errors}");
        }

        if (answer[0] == M7Layout.DoorbellFault)
        {
            throw Gone(
                _dead =
                    $"the image faulted at pc {SystemWord(M7Layout.FaultPc):x8} (lr {SystemWord(M7Layout.FaultLr):x8}, "
                    + $"cfsr {SystemWord(M7Layout.FaultStatus):x8}, address {SystemWord(M7Layout.FaultAddress):x8})"
            );
        }

        if (answer[0] != expected)
        {
            throw Gone(_dead = $"unexpected doorbell {answer[0]:x2}");
        }
    }

    private uint SystemWord(int offset) => _memory.Word(M7Layout.System + offset);

    private VirtualBoardException Gone(string why) =>
        new(
            ExitCode.VirtualBoardFailed,
            "emulatorGone",
            $"the emulated {_core.Name} is gone: {why}".TrimEnd(),
            "start the virtual board again; --cpu pc needs no emulator"
        );
}
