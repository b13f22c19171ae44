// Classes of keyword models that are no words.
namespace NanoCoopNet.Device
{
    /// <summary>Names under which data sets keep what is no word: unknown words, silence, noise.</summary>
    public static class FillerClasses
    {
        private static readonly string[] Names =
        {
            "unknown",
            "_unknown_",
            "silence",
            "_silence_",
            "noise",
            "background",
            "_background_noise_",
        };

        /// <summary>Whether a class is no word.</summary>
        /// <param name="name">In lower case.</param>
        public static bool Has(string name)
        {
            for (int i = 0; i < Names.Length; i++)
            {
                if (name == Names[i])
                {
                    return true;
                }
            }

            return false;
        }
    }
}
