// The verbs run and stop: one inference a turn of the main loop, so that the port is served between them, never within one.
namespace NanoCoopNet.Device
{
    /// <summary>Classifies the sample last sent, once or many times.</summary>
    public sealed class RunCommand
    {
        private const int NoNet = -1;

        private readonly DeviceState state;
        private readonly ConsoleReport report;
        private readonly ConsoleOutput output;
        private int left;
        private int done;
        private int light;
        private int full;
        private int net = NoNet;
        private int layer;
        private int counts;

        public RunCommand(DeviceState state, ConsoleReport report, ConsoleOutput output)
        {
            this.state = state;
            this.report = report;
            this.output = output;
        }

        /// <summary>True while runs are left.</summary>
        public bool IsRunning
        {
            get { return left > 0; }
        }

        /// <summary>Begins; one run answers with its result, more with a line at the end.</summary>
        public void Start(int times)
        {
            if (!IsPossible())
            {
                return;
            }

            if (times == 1)
            {
                int status = state.Infer(state.Model.LastCompleteBank, false);
                if (status < 0)
                {
                    report.NativeFailed(status);
                }
                else
                {
                    report.Result();
                }

                return;
            }

            Begin(times, NoNet, 0);
        }

        /// <summary>Begins runs of one layer, marked by the layer marker alone; the line at the end has its cost.</summary>
        public void StartLayer(int ofNet, int which, int times)
        {
            if (!IsPossible())
            {
                return;
            }

            if (which >= state.Model.Info.Layers(ofNet))
            {
                output
                    .Line.Add("error: the network has ")
                    .AddNumber(state.Model.Info.Layers(ofNet))
                    .Add(" layers, the first is 0");
                output.Send();
                return;
            }

            Begin(times, ofNet, which);
        }

        private void Begin(int times, int ofNet, int which)
        {
            left = times;
            done = 0;
            light = 0;
            full = 0;
            net = ofNet;
            layer = which;
        }

        /// <summary>Ends the runs.</summary>
        public void Stop()
        {
            if (left == 0)
            {
                report.Line("nothing runs");
                return;
            }

            left = 0;
            Summary();
        }

        /// <summary>Does the next run.</summary>
        /// <returns>False if there is none.</returns>
        public bool Poll()
        {
            if (left == 0)
            {
                return false;
            }

            if (!IsPossible())
            {
                left = 0;
                return true;
            }

            int bank = state.Model.LastCompleteBank;
            int status = net == NoNet ? state.Infer(bank, false) : state.Inference.RunLayer(bank, net, layer);
            if (status < 0)
            {
                left = 0;
                report.NativeFailed(status);
                return true;
            }

            left--;
            done++;
            counts = status;
            light += state.Result.ModeTaken == CoopMode.Light ? 1 : 0;
            full += state.Result.ModeTaken == CoopMode.Full ? 1 : 0;
            if (left == 0)
            {
                Summary();
            }

            return true;
        }

        private bool IsPossible()
        {
            if (!state.Model.IsOpen)
            {
                report.NoModel();
                return false;
            }

            int bank = state.Model.LastCompleteBank;
            if (bank < 0 || !state.Model.IsBankComplete(bank))
            {
                report.Line("error: no sample; send one with 'nanocoop classify'");
                return false;
            }

            return true;
        }

        private void Summary()
        {
            if (net != NoNet)
            {
                output
                    .Line.AddNumber(done)
                    .Add(" runs of layer ")
                    .AddNumber(layer)
                    .Add(", ")
                    .AddNumber(counts)
                    .Add(" counts each");
                output.Send();
                return;
            }

            output.Line.AddNumber(done).Add(" runs: ").AddNumber(light).Add(" light, ").AddNumber(full).Add(" full, ");
            output.Line.AddNumber(done - light - full).Add(" int8");
            output.Send();
        }
    }
}
