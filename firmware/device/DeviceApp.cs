// The application: what the board's Program.cs starts and turns. PROTOCOL.md says what it answers.
using NanoCoopNet.Interop;

namespace NanoCoopNet.Device
{
    /// <summary>Everything the firmware does, over three seams: native functions, serial port, board.</summary>
    public sealed class DeviceApp
    {
        private readonly INative native;
        private readonly IBoard board;
        private readonly DeviceState state;
        private readonly ConsoleReport report;
        private readonly ConsoleOutput output;
        private readonly RunCommand run;
        private readonly BenchmarkRun benchmark;
        private readonly BaudSwitch baud;
        private readonly PortReader port;

        /// <summary>Allocates all buffers; nothing is allocated later in the inference loop.</summary>
        public DeviceApp(INative native, IByteLink link, IBoard board)
        {
            this.native = native;
            this.board = board;
            state = new DeviceState(native, link, board);
            output = new ConsoleOutput(link);
            report = new ConsoleReport(native, board, state, output);
            run = new RunCommand(state, report, output);
            baud = new BaudSwitch(link, board);
            ConsoleCommands commands = new ConsoleCommands(board, state, output, report, run);
            BenchmarkOutput lines = new BenchmarkOutput(output);
            benchmark = new BenchmarkRun(native, board, state, lines);
            TextConsole console = new TextConsole(
                state.Settings,
                commands,
                new BenchmarkCommands(board, state, benchmark, lines),
                output
            );
            ProtocolServer server = new ProtocolServer(native, link, board, state, baud);
            port = new PortReader(native, link, board, server, console);
            state.Inference.Runner.Cancellation = port;
        }

        /// <summary>Binds the markers, opens the newest model, restores CT and mode, and sends the banner.</summary>
        public void Start()
        {
            string problem = NativeSide.Look(native).Problem;
            if (problem != null)
            {
                output.Line.Add("error: ").Add(problem).Add("; flash the matching nanoCLR");
                output.Send();
            }

            BindMarkers();
            state.SetQuiet(false);
            state.OpenNewestModel();
            board.SetLeds(false, false);
            report.Banner();
        }

        /// <summary>One turn of the main loop; the board calls it again at once if true, after a short wait if false.</summary>
        /// <returns>True if something was done.</returns>
        public bool Poll()
        {
            bool done = port.Poll();
            done |= run.Poll();
            done |= benchmark.Poll();
            if (baud.Poll())
            {
                port.Abandon();
                done = true;
            }

            return done;
        }

        /// <summary>Goes on from auto to light to full and back, as the board's button asks; kept over a reset.</summary>
        public void NextMode()
        {
            switch (state.Settings.Mode)
            {
                case CoopMode.Auto:
                    state.Settings.SetMode(CoopMode.Light);
                    break;
                case CoopMode.Light:
                    state.Settings.SetMode(CoopMode.Full);
                    break;
                default:
                    state.Settings.SetMode(CoopMode.Auto);
                    break;
            }
        }

        private void BindMarkers()
        {
            int[] pins = board.MarkerPins;
            for (int marker = 0; marker < pins.Length; marker++)
            {
                if (pins[marker] >= 0)
                {
                    native.MarkerBind(marker, pins[marker]);
                }
            }
        }
    }
}
