// infer of MLPerf Tiny's runner: one inference a turn of the main loop; nothing is sent between the first timed one and the last.
using NanoCoopNet.Interop;

namespace NanoCoopNet.Device
{
    /// <summary>Warm-ups, then timed runs, then both times and the results.</summary>
    public sealed class BenchmarkRun
    {
        /// <summary>The bank that holds the runner's sample.</summary>
        public const int Bank = 0;

        private readonly INative native;
        private readonly IBoard board;
        private readonly DeviceState state;
        private readonly BenchmarkOutput output;
        private readonly int[] logits = new int[Networks.MaxClasses];
        private readonly Probabilities probabilities = new Probabilities();
        private int warmupsLeft;
        private int left;
        private int beginMs;

        public BenchmarkRun(INative native, IBoard board, DeviceState state, BenchmarkOutput output)
        {
            this.native = native;
            this.board = board;
            this.state = state;
            this.output = output;
        }

        /// <summary>True from <see cref="Start"/> to the line <c>m-ready</c>.</summary>
        public bool IsRunning
        {
            get { return left > 0; }
        }

        /// <summary>Begins; the bank holds a whole sample.</summary>
        public void Start(int times, int warmups)
        {
            left = times;
            warmupsLeft = warmups;
            output.Say("m-warmup-start-", warmups);
            if (warmups == 0)
            {
                BeginTimed();
            }
        }

        /// <summary>Does the next run.</summary>
        /// <returns>False if there is none.</returns>
        public bool Poll()
        {
            if (left == 0)
            {
                return false;
            }

            // A program may have pushed another model since.
            int status = state.Model.IsBankComplete(Bank) ? state.Infer(Bank, false) : NativeStatus.NoModel;
            if (status < 0)
            {
                left = 0;
                output.Failed(status);
                output.Ready();
            }
            else if (warmupsLeft > 0)
            {
                warmupsLeft--;
                if (warmupsLeft == 0)
                {
                    BeginTimed();
                }
            }
            else
            {
                left--;
                if (left == 0)
                {
                    EndTimed();
                }
            }

            return true;
        }

        /// <summary>The probabilities of the network that gave the last answer.</summary>
        public void Results()
        {
            ClassifierResult result = state.Result;
            int net =
                result.ModeTaken == CoopMode.Light ? Networks.Bnn
                : result.GlueTop1 != Protocol.NotRun ? Networks.Glue
                : Networks.Int8;
            int classes =
                result.Answer == Protocol.NotRun || !state.Model.IsOpen
                    ? NativeStatus.NoModel
                    : native.Logits(CooperativeModel.Context, net, logits);
            if (classes < 0)
            {
                output.Error("no results; send infer first");
                return;
            }

            probabilities.Take(logits, classes, state.Model.Info.LogitRadix(net));
            output.Line.Add("m-results-[");
            for (int i = 0; i < classes; i++)
            {
                if (i > 0)
                {
                    output.Line.Add(",");
                }

                output.AddShare(probabilities.Of(i));
                output.MakeRoom();
            }

            output.Line.Add("]");
            output.Send();
        }

        private void BeginTimed()
        {
            output.Say("m-warmup-done");
            output.Say("m-infer-start-", left);
            beginMs = board.TimedMs;
        }

        /// <summary>Both times are said now, so that no byte leaves between them.</summary>
        private void EndTimed()
        {
            int endMs = board.TimedMs;
            output.Lap(beginMs);
            output.Lap(endMs);
            output.Say("m-infer-done");
            Results();
            output.Ready();
        }
    }
}
