// Line editing: characters in, echo out, whole lines to the commands. PROTOCOL.md, "Console" and "MLPerf Tiny".
namespace NanoCoopNet.Device
{
    /// <summary>The person's side of the port.</summary>
    public sealed class TextConsole
    {
        /// <summary>Characters of a line.</summary>
        public const int MaxLine = 80;

        private const byte Backspace = 8;
        private const byte LineFeed = 10;
        private const byte CarriageReturn = 13;
        private const byte Escape = 27;
        private const byte Delete = 127;
        private const byte BenchmarkEnd = (byte)'%';

        /// <summary>Where in the escape sequence of an arrow or function key.</summary>
        private enum EscapeState : byte
        {
            None,
            Begun,
            Inside,
        }

        private readonly DeviceSettings settings;
        private readonly ConsoleCommands commands;
        private readonly BenchmarkCommands benchmark;
        private readonly ConsoleOutput output;
        private readonly byte[] line = new byte[MaxLine];
        private readonly TextLine echo = new TextLine();
        private int length;
        private bool isTooLong;
        private bool isBroken;
        private bool lastWasReturn;
        private bool isBenchmark;
        private EscapeState escape;

        public TextConsole(DeviceSettings settings, ConsoleCommands commands, BenchmarkCommands benchmark, ConsoleOutput output)
        {
            this.settings = settings;
            this.commands = commands;
            this.benchmark = benchmark;
            this.output = output;
        }

        /// <summary>Takes characters in any portions.</summary>
        public void Take(byte[] text, int count)
        {
            for (int i = 0; i < count; i++)
            {
                TakeOne(text[i]);
            }

            FlushEcho();
        }

        private void TakeOne(byte character)
        {
            bool endsPair = character == LineFeed && lastWasReturn;
            lastWasReturn = character == CarriageReturn;
            if (endsPair)
            {
                return;
            }

            if (character == CarriageReturn || character == LineFeed)
            {
                escape = EscapeState.None;
                EndLine(character);
            }
            else if (character == BenchmarkEnd)
            {
                escape = EscapeState.None;
                EndCommand();
            }
            else if (character == Escape || escape != EscapeState.None)
            {
                SkipEscape(character);
            }
            else if (character == Backspace || character == Delete)
            {
                EraseLast();
            }
            else if (character == Protocol.KillLine || character == Protocol.Interrupt)
            {
                if (character == Protocol.Interrupt)
                {
                    commands.Interrupt();
                }

                while (length > 0)
                {
                    EraseLast();
                }

                isTooLong = false;
                isBroken = false;
            }
            else if (character < ' ' || character > '~')
            {
                isBroken = true;
            }
            else if (length == MaxLine)
            {
                isTooLong = true;
            }
            else
            {
                line[length] = character;
                length++;
                Echo(character);
            }
        }

        private void EraseLast()
        {
            if (length > 0)
            {
                length--;
                Echo(Backspace);
                Echo((byte)' ');
                Echo(Backspace);
            }
        }

        /// <summary>Keys such as the arrows send ESC [ ... letter; they do nothing here.</summary>
        private void SkipEscape(byte character)
        {
            if (character == Escape)
            {
                escape = EscapeState.Begun;
            }
            else if (escape == EscapeState.Begun)
            {
                escape = character == '[' || character == 'O' ? EscapeState.Inside : EscapeState.None;
            }
            else if (character >= '@' && character <= '~')
            {
                escape = EscapeState.None;
            }
        }

        private void EndLine(byte terminator)
        {
            // A lone line feed on an empty line is a frame's delimiter, not a key.
            if (length > 0 || terminator == CarriageReturn)
            {
                Echo(CarriageReturn);
                Echo(LineFeed);
            }

            FlushEcho();
            isBenchmark = false;
            if (isBroken)
            {
                // What a damaged frame leaves behind gets no answer.
            }
            else if (isTooLong)
            {
                output.Line.Add("error: a line has at most 80 characters; type help");
                output.Send();
            }
            else
            {
                commands.Execute(line, length);
            }

            Forget();
        }

        /// <summary>A benchmark's runner reads whole lines and wants no echo: from its first '%' on there is none, until a line
        /// ends.</summary>
        private void EndCommand()
        {
            if (length > 0)
            {
                Echo(CarriageReturn);
                Echo(LineFeed);
            }

            FlushEcho();
            isBenchmark = true;
            if (isTooLong)
            {
                benchmark.RefuseLength();
            }
            else if (!isBroken)
            {
                benchmark.Execute(line, length);
            }

            Forget();
        }

        private void Forget()
        {
            length = 0;
            isTooLong = false;
            isBroken = false;
        }

        private void Echo(byte character)
        {
            if (settings.Quiet || isBroken || isBenchmark)
            {
                return;
            }

            echo.Add(character);
            if (echo.Length > MaxLine)
            {
                FlushEcho();
            }
        }

        private void FlushEcho()
        {
            if (echo.Length > 0)
            {
                output.SendRaw(echo);
                echo.Clear();
            }
        }
    }
}
