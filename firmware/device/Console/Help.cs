// What the verb help prints, and which verbs there are.
namespace NanoCoopNet.Device
{
    /// <summary>One line a verb.</summary>
    public static class Help
    {
        /// <summary>Number of verbs.</summary>
        public const int Count = 9;

        /// <summary>A verb, 0 ... Count - 1.</summary>
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
                    return "mode";
                case 4:
                    return "run";
                case 5:
                    return "stats";
                case 6:
                    return "quiet";
                case 7:
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
                    return "mode [auto|light|full|int8]    which networks run";
                case 4:
                    return "run [N]                        classify the sample last sent, once or N times";
                case 5:
                    return "stats [reset]                  inferences by mode and their mean cost";
                case 6:
                    return "quiet [on|off]                 LEDs and echo off, for measuring";
                case 7:
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
