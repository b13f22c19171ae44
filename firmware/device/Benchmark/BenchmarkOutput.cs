// Lines to MLPerf Tiny's runner.
namespace NanoCoopNet.Device
{
    /// <summary>Messages begin with <c>m-</c>, errors with <c>e-</c>; both words stand in brackets.</summary>
    public sealed class BenchmarkOutput
    {
        private const int MicrosecondsPerMs = 1000;
        private const int FullLine = 200;

        private readonly ConsoleOutput output;

        public BenchmarkOutput(ConsoleOutput output)
        {
            this.output = output;
        }

        /// <summary>The line to fill before <see cref="Send"/>.</summary>
        public TextLine Line
        {
            get { return output.Line; }
        }

        /// <summary>Sends the line.</summary>
        public void Send()
        {
            output.Send();
        }

        /// <summary>Sends what is in the line where another number might not fit.</summary>
        public void MakeRoom()
        {
            if (output.Line.Length > FullLine)
            {
                output.SendRaw(output.Line);
                output.Line.Clear();
            }
        }

        /// <summary>A probability with nine decimals, to the line.</summary>
        public void AddShare(long share)
        {
            output.Line.AddNumber(share / Probabilities.One).Add(".");
            for (long digit = Probabilities.One / 10; digit > 0; digit /= 10)
            {
                output.Line.AddNumber(share / digit % 10);
            }
        }

        /// <summary>A message with a number at its end.</summary>
        public void Say(string message, int number)
        {
            output.Line.Add(message).AddNumber(number);
            output.Send();
        }

        /// <summary>A message.</summary>
        public void Say(string message)
        {
            output.Line.Add(message);
            output.Send();
        }

        /// <summary>What is wrong, and what to send instead.</summary>
        public void Error(string text)
        {
            output.Line.Add("e-[").Add(text).Add("]");
            output.Send();
        }

        /// <summary>A native function failed.</summary>
        public void Failed(int status)
        {
            output.Line.Add("e-[a native function failed, status ").AddNumber(status).Add("]");
            output.Send();
        }

        /// <summary>A time in microseconds, from a clock of milliseconds.</summary>
        public void Lap(int uptimeMs)
        {
            output.Line.Add("m-lap-us-").AddNumber((long)uptimeMs * MicrosecondsPerMs);
            output.Send();
        }

        /// <summary>Ends a command's answer.</summary>
        public void Ready()
        {
            Say("m-ready");
        }
    }
}
