// The commands of MLPerf Tiny's runner for a device under test. PROTOCOL.md, "MLPerf Tiny".
namespace NanoCoopNet.Device
{
    /// <summary>Executes what ends on '%'. Every command is closed by <c>m-ready</c>; <c>infer</c> when its runs are
    /// done.</summary>
    public sealed class BenchmarkCommands
    {
        private const int Verb = 0;
        private const int First = 1;
        private const int Second = 2;
        private const int DefaultWarmups = 10;

        private readonly IBoard board;
        private readonly DeviceState state;
        private readonly BenchmarkRun run;
        private readonly BenchmarkOutput output;
        private readonly Words words = new Words();
        private readonly byte[] bytes = new byte[TextConsole.MaxLine / 2];
        private int wanted;
        private int loaded;

        public BenchmarkCommands(IBoard board, DeviceState state, BenchmarkRun run, BenchmarkOutput output)
        {
            this.board = board;
            this.state = state;
            this.run = run;
            this.output = output;
        }

        /// <summary>Executes one command, its '%' left out.</summary>
        public void Execute(byte[] text, int length)
        {
            words.Split(text, length);
            if (run.IsRunning)
            {
                output.Error("an infer is running; wait for its m-ready");
                return; // which is still to come
            }

            if (words.Count > 0 && Dispatch())
            {
                return;
            }

            output.Ready();
        }

        /// <summary>Says that a command has more than <see cref="TextConsole.MaxLine"/> characters.</summary>
        public void RefuseLength()
        {
            output.Error("a command has at most 80 characters");
            output.Ready();
        }

        /// <summary>True if the command goes on in <see cref="BenchmarkRun"/>.</summary>
        private bool Dispatch()
        {
            if (words.Is(Verb, "infer"))
            {
                return Infer();
            }

            if (words.Is(Verb, "db"))
            {
                Buffer();
            }
            else if (words.Is(Verb, "name"))
            {
                output.Line.Add("m-name-dut-[").Add(board.Name).Add("]");
                output.Send();
            }
            else if (words.Is(Verb, "timestamp"))
            {
                output.Lap(board.TimedMs);
            }
            else if (words.Is(Verb, "profile"))
            {
                Profile();
            }
            else if (words.Is(Verb, "results"))
            {
                run.Results();
            }
            else if (words.Is(Verb, "help"))
            {
                output.Line.Add(
                    "name timestamp profile | db load N | db HH.. | infer [N [W]] | results; PROTOCOL.md, MLPerf Tiny"
                );
                output.Send();
            }
            else
            {
                output.Line.Add("e-[Unknown command: ");
                words.CopyTo(Verb, output.Line);
                output.Line.Add("]");
                output.Send();
            }

            return false;
        }

        private void Profile()
        {
            output.Line.Add("m-profile-[nanoCoopNet ").Add(board.FirmwareVersion).Add("]");
            output.Send();
            int length = state.Model.BenchmarkId(bytes);
            output.Line.Add("m-model-[");
            if (length > 0)
            {
                output.Line.Add(bytes, 0, length);
            }
            else
            {
                output.Line.Add(state.Model.Name, 0, state.Model.NameLength);
            }

            output.Line.Add("]");
            output.Send();
        }

        private void Buffer()
        {
            if (!state.Model.IsOpen)
            {
                output.Error("no model; push one with 'nanocoop push'");
            }
            else if (words.Count <= First)
            {
                output.Error("db needs load N or hex digits");
            }
            else if (words.Is(First, "load"))
            {
                Load();
            }
            else
            {
                Digits();
            }
        }

        private void Load()
        {
            int inputBytes = state.Model.Info.InputBytes;
            if (words.Count <= Second || words.ParseNumber(Second) != inputBytes)
            {
                output.Line.Add("e-[db load needs the sample's size; this model takes ").AddNumber(inputBytes).Add(" bytes]");
                output.Send();
                return;
            }

            wanted = inputBytes;
            loaded = 0;
            output.Line.Add("m-[Expecting ").AddNumber(wanted).Add(" bytes]");
            output.Send();
        }

        /// <summary>Digits beyond the sample's end are disregarded, as in the reference.</summary>
        private void Digits()
        {
            int count = words.ParseHex(First, bytes);
            if (count < 0)
            {
                output.Error("db takes pairs of hex digits");
                return;
            }

            if (loaded >= wanted || wanted != state.Model.Info.InputBytes)
            {
                output.Error("no load is open; send db load N");
                return;
            }

            int taken = count < wanted - loaded ? count : wanted - loaded;
            int status = state.Model.WriteSample(BenchmarkRun.Bank, loaded, bytes, 0, taken);
            if (status < 0)
            {
                output.Failed(status);
                return;
            }

            loaded += taken;
            if (loaded == wanted)
            {
                output.Line.Add("m-load-done");
                output.Send();
            }
        }

        private bool Infer()
        {
            int times = words.Count > First ? words.ParseNumber(First) : 1;
            int warmups = words.Count > Second ? words.ParseNumber(Second) : DefaultWarmups;
            if (times <= 0 || warmups < 0)
            {
                output.Error("infer takes N > 0 runs and W >= 0 warm-ups, at most 999999999");
                return false;
            }

            if (!state.Model.IsBankComplete(BenchmarkRun.Bank))
            {
                output.Error("no sample; send db load N and its digits");
                return false;
            }

            run.Start(times, warmups);
            return true;
        }
    }
}
