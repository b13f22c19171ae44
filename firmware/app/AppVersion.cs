// The firmware's version, in one place.
namespace NanoCoopNet.App
{
    /// <summary>What hello, the banner and the assembly report.</summary>
    internal static class AppVersion
    {
        /// <summary>Major, minor, patch.</summary>
        public const string Text = "0.1.0";
    }
}
