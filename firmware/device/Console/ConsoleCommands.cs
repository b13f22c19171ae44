// The verbs of the console. PROTOCOL.md, "Console": every answer is one line, an error says what to type instead.
namespace NanoCoopNet.Device
{
    /// <summary>Executes a line. Answers that describe the device are written by <see cref="ConsoleReport"/>.</summary>
    public sealed class ConsoleCommands
    {
        private const int Verb = 0;
        private const int Argument = 1;

        private readonly IBoard board;
        private readonly DeviceState state;
        private readonly ConsoleOutput output;
        private readonly ConsoleReport report;
        private readonly RunCommand run;
        private readonly AutoCommand auto;
        private readonly Words words = new Words();

        public ConsoleCommands(IBoard board, DeviceState state, ConsoleOutput output, ConsoleReport report, RunCommand run)
        {
            this.board = board;
            this.state = state;
            this.output = output;
            this.report = report;
            this.run = run;
            auto = new AutoCommand(state, output, report);
        }

        /// <summary>Ctrl+C: ends runs, if there are any.</summary>
        public void Interrupt()
        {
            if (run.IsRunning)
            {
                run.Stop();
            }
        }

        private bool HasArgument
        {
            get { return words.Count > 1; }
        }

        /// <summary>Executes one line; an empty one does nothing.</summary>
        public void Execute(byte[] text, int length)
        {
            words.Split(text, length);
            if (words.Count == 0)
            {
                return;
            }

            if (words.Is(Verb, "help") && TakesNoArgument())
            {
                report.Help();
            }
            else if (words.Is(Verb, "status") && TakesNoArgument())
            {
                report.Status();
            }
            else if (words.Is(Verb, "stop") && TakesNoArgument())
            {
                run.Stop();
            }
            else if (words.Is(Verb, "reset") && TakesNoArgument())
            {
                report.Line("restarting");
                BoardRestart.Do(board);
            }
            else if (words.Is(Verb, "ct") && HasArgument && words.Is(Argument, "auto"))
            {
                auto.Execute(words);
            }
            else if (words.Is(Verb, "ct") && TakesOneArgument())
            {
                Threshold();
            }
            else if (words.Is(Verb, "mode") && TakesOneArgument())
            {
                Mode();
            }
            else if (words.Is(Verb, "run") && HasArgument && words.Is(Argument, "layer"))
            {
                RunLayer();
            }
            else if (words.Is(Verb, "run") && TakesOneArgument())
            {
                Run();
            }
            else if (words.Is(Verb, "stats") && TakesOneArgument())
            {
                Statistics();
            }
            else if (words.Is(Verb, "quiet") && TakesOneArgument())
            {
                Quiet();
            }
            else
            {
                Refuse();
            }
        }

        private bool TakesNoArgument()
        {
            return words.Count == 1;
        }

        private bool TakesOneArgument()
        {
            return words.Count <= 2;
        }

        private void Threshold()
        {
            int threshold = HasArgument ? words.ParseThreshold(Argument) : 0;
            if (threshold < 0)
            {
                WrongArgument(
                    threshold == ThresholdText.OutOfRange ? "' is out of range" : "' is not a number",
                    "; type ct V with V in 0 ... 0.996, e.g. ct 0.3"
                );
                return;
            }

            if (!state.Model.IsOpen)
            {
                report.NoModel();
                return;
            }

            if (HasArgument)
            {
                int status = state.Classifier.TurnThreshold(threshold);
                if (status < 0)
                {
                    report.NotStored(status);
                    return;
                }
            }

            report.Threshold();
        }

        private void Mode()
        {
            if (HasArgument)
            {
                CoopMode mode = CoopMode.Auto;
                while (mode <= CoopMode.Int8 && !words.Is(Argument, ModeName.Of(mode)))
                {
                    mode++;
                }

                if (mode > CoopMode.Int8)
                {
                    WrongArgument("' is not a mode", "; type mode auto, mode light, mode full or mode int8");
                    return;
                }

                if (!state.Settings.Allows(mode))
                {
                    report.Line(
                        "error: this model's INT8 network has no answer of its own; type mode auto, mode light or mode full"
                    );
                    return;
                }

                int status = state.Settings.SetMode(mode);
                if (status < 0)
                {
                    report.NotStored(status);
                    return;
                }
            }

            report.Mode();
        }

        private void Run()
        {
            int times = HasArgument ? words.ParseCount(Argument) : 1;
            if (times < 0)
            {
                WrongArgument("' is not a number of runs", "; type run or run N with N in 1 ... 999999999");
                return;
            }

            run.Start(times);
        }

        private void RunLayer()
        {
            const int netWord = 2;
            const int layerWord = 3;
            const int timesWord = 4;
            int net =
                words.Count != timesWord + 1 ? -1
                : words.Is(netWord, "bnn") ? Networks.Bnn
                : words.Is(netWord, "int8") ? Networks.Int8
                : words.Is(netWord, "glue") ? Networks.Glue
                : -1;
            int layer = net < 0 ? -1 : words.ParseNumber(layerWord);
            int times = layer < 0 ? -1 : words.ParseCount(timesWord);
            if (times < 0)
            {
                report.Line("error: type run layer bnn LAYER TIMES, run layer int8 LAYER TIMES or run layer glue LAYER TIMES");
                return;
            }

            run.StartLayer(net, layer, times);
        }

        private void Statistics()
        {
            if (!HasArgument)
            {
                report.Statistics();
            }
            else if (words.Is(Argument, "reset"))
            {
                state.Statistics.Clear();
                report.Line("statistics cleared");
            }
            else
            {
                WrongArgument("' is not an argument of stats", "; type stats or stats reset");
            }
        }

        private void Quiet()
        {
            if (HasArgument)
            {
                bool on = words.Is(Argument, "on");
                if (!on && !words.Is(Argument, "off"))
                {
                    WrongArgument("' is neither on nor off", "; type quiet on or quiet off");
                    return;
                }

                state.SetQuiet(on);
            }

            report.Line(state.Settings.Quiet ? "quiet on" : "quiet off");
        }

        private void WrongArgument(string what, string hint)
        {
            output.Line.Add("error: '");
            words.CopyTo(Argument, output.Line);
            output.Line.Add(what).Add(hint);
            output.Send();
        }

        private void Refuse()
        {
            bool known = Help.IsVerb(words, Verb);
            output.Line.Add(known ? "error: too many words after '" : "error: no command '");
            words.CopyTo(Verb, output.Line);
            output.Line.Add("'; type help");
            output.Send();
        }
    }
}
