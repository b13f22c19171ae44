// What the verb help prints, and which verbs there are.
namespace NanoCoopNet.Device
{
    /// <summary>One line a verb, two for ct.</summary>
    public static class Help
    {
        /// <summary>Number of lines.</summary>
        public const int Count = 10;

        /// <summary>The verb of a line, 0 ... Count - 1.</summary>
        public static string Verb(int index)
        {
            switch (index)
            {
                case 0:
                    return "help";
                case 1:
                    return "status";
                case 2:
                    return "ct";
                case 3:
                    return "ct";
                case 4:
                    return "mode";
                case 5:
                    return "run";
                case 6:
                    return "stats";
                case 7:
                    return "quiet";
                case 8:
                    return "stop";
                default:
                    return "reset";
            }
        }

        /// <summary>Its line: usage in 31 columns, then what it does.</summary>
        public static string Line(int index)
        {
            switch (index)
            {
                case 0:
                    return "help                           this list";
                case 1:
                    return "status                         board, model, mode and confidence threshold";
                case 2:
                    return "ct [V]                         confidence threshold, 0 ... 0.996: light where the score reaches it";
                case 3:
                    return "ct auto [WHAT V|off]           keep a mean by turning ct: latency MS, full F, energy MJ BNN-MW "
                        + "INT8-MW";
                case 4:
                    return "mode [auto|light|full|int8]    which networks run";
                case 5:
                    return "run [N|layer NET LAYER N]      classify the sample last sent, once or N times; or repeat one layer";
                case 6:
                    return "stats [reset]                  inferences by mode and their mean cost";
                case 7:
                    return "quiet [on|off]                 LEDs and echo off, for measuring";
                case 8:
                    return "stop                           end run N";
                default:
                    return "reset                          restart the board; model, ct and mode stay";
            }
        }

        /// <summary>True if a word is a verb.</summary>
        public static bool IsVerb(Words words, int word)
        {
            for (int i = 0; i < Count; i++)
            {
                if (words.Is(word, Verb(i)))
                {
                    return true;
                }
            }

            return false;
        }
    }
}
