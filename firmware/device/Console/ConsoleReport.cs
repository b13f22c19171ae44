// The console's answers that describe the device, one line each.
using NanoCoopNet.Interop;

namespace NanoCoopNet.Device
{
    /// <summary>Writes what the device is and does in words.</summary>
    public sealed class ConsoleReport
    {
        private readonly INative native;
        private readonly IBoard board;
        private readonly DeviceState state;
        private readonly ConsoleOutput output;
        private readonly AutoReport auto;
        private readonly byte[] name = new byte[256];
        private readonly int[] abi = new int[AbiField.Ints];

        public ConsoleReport(INative native, IBoard board, DeviceState state, ConsoleOutput output)
        {
            this.native = native;
            this.board = board;
            this.state = state;
            this.output = output;
            auto = new AutoReport(state.Auto);
        }

        /// <summary>A fixed answer.</summary>
        public void Line(string text)
        {
            output.Line.Add(text);
            output.Send();
        }

        /// <summary>Greets at start: board, model, how to get help.</summary>
        public void Banner()
        {
            output.Line.Add("nanoCoopNet ");
            AddStatus();
            output.Line.Add("; type help");
            output.Send();
        }

        /// <summary>One line a verb.</summary>
        public void Help()
        {
            for (int i = 0; i < Device.Help.Count; i++)
            {
                Line(Device.Help.Line(i));
            }
        }

        /// <summary>Board, model, mode, CT.</summary>
        public void Status()
        {
            AddStatus();
            output.Send();
        }

        /// <summary>CT in force.</summary>
        public void Threshold()
        {
            AddThreshold();
            output.Send();
        }

        /// <summary>The automatic CT.</summary>
        public void Auto()
        {
            auto.AddTo(output.Line);
            output.Send();
        }

        /// <summary>Mode in force.</summary>
        public void Mode()
        {
            output.Line.Add("mode ").Add(ModeName.Of(state.Settings.Mode));
            output.Send();
        }

        /// <summary>Why there is no model, and what to do.</summary>
        public void NoModel()
        {
            output.Line.Add("error: ");
            AddNoModel();
            output.Send();
        }

        /// <summary>A setting could not be kept, so it was not changed.</summary>
        public void NotStored(int status)
        {
            output.Line.Add("error: the value could not be stored and was not changed (status ").AddNumber(status);
            output.Line.Add("); try again");
            output.Send();
        }

        /// <summary>A native function failed.</summary>
        public void NativeFailed(int status)
        {
            output.Line.Add("error: a native function failed (status ").AddNumber(status).Add("); type status");
            output.Send();
        }

        /// <summary>Outcome of the last inference.</summary>
        public void Result()
        {
            ClassifierResult result = state.Result;
            output.Line.Add(ModeName.Of(result.ModeTaken)).Add(": class ").AddNumber(result.Answer);
            int length = native.ModelText(CooperativeModel.Context, result.Answer, name);
            if (length > 0)
            {
                output.Line.Add((byte)' ').Add(name, 0, length);
            }

            if (result.Confidence65536 >= 0)
            {
                output.Line.Add(", confidence ").AddDecimal(result.Confidence65536, 65536);
            }

            output.Line.Add(", ").AddNumber(result.CountsOfModeTaken()).Add(" ").Add(TimeKind.UnitName(result.TimeKind));
            output.Send();
        }

        /// <summary>Inferences by mode and their mean cost.</summary>
        public void Statistics()
        {
            Statistics statistics = state.Statistics;
            output.Line.AddNumber(statistics.Inferences).Add(" inferences: ").AddNumber(statistics.Light).Add(" light");
            AddMean(statistics.CountsLight, statistics.Light);
            output.Line.Add(", ").AddNumber(statistics.Full).Add(" full");
            AddMean(statistics.CountsFull, statistics.Full);
            output.Line.Add(", ").AddNumber(statistics.Int8).Add(" int8");
            output.Send();
        }

        private void AddMean(long sum, int count)
        {
            if (count > 0)
            {
                output.Line.Add(" (mean ").AddNumber(sum / count).Add(" ").Add(TimeKind.UnitName(state.Result.TimeKind)).Add(")");
            }
        }

        private void AddStatus()
        {
            output.Line.Add(board.FirmwareVersion).Add(" on ").Add(board.Name);
            if (board.IsVirtual)
            {
                output.Line.Add(" (virtual)");
            }

            output.Line.Add(": ");
            if (!state.Model.IsOpen)
            {
                AddNoModel();
                output.Line.Add(", mode ").Add(ModeName.Of(state.Settings.Mode));
                return;
            }

            ModelInfo info = state.Model.Info;
            output.Line.Add("model ").Add(state.Model.Name, 0, state.Model.NameLength);
            output
                .Line.Add(" (")
                .AddNumber(info.Classes)
                .Add(" classes, input ")
                .AddNumber(info.InputHeight)
                .Add("x")
                .AddNumber(info.InputWidth)
                .Add("x")
                .AddNumber(info.InputChannels);
            output.Line.Add("), mode ").Add(ModeName.Of(state.Settings.Mode)).Add(", ");
            AddThreshold();
            if (state.Auto.IsOn)
            {
                output.Line.Add(", ");
                auto.AddTo(output.Line);
            }
        }

        private void AddThreshold()
        {
            int threshold = state.Settings.Threshold;
            output.Line.Add("ct ").AddNumber(threshold).Add("/256 (").AddDecimal(threshold, 256).Add(")");
        }

        private void AddNoModel()
        {
            OpenError error = state.Model.LastError;
            if (StatusError.Of(error.Status) == ErrorCode.BlobRefused)
            {
                output
                    .Line.Add("the stored model is refused (status ")
                    .AddNumber(error.Status)
                    .Add(", rule ")
                    .AddNumber(error.Rule);
                output.Line.Add(", net ").AddNumber(error.Net).Add(", layer ").AddNumber(error.Layer);
                output.Line.Add("); push another with 'nanocoop push'");
                return;
            }

            native.Abi(abi);
            output.Line.Add(
                abi[AbiField.StoreBytes] == 0
                    ? "no storage region for models; 'nanocoop doctor' says what to flash"
                    : "no model; push one with 'nanocoop push'"
            );
        }
    }
}
