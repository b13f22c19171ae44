// The firmware's version, in one place.
using System.Reflection;

[assembly: AssemblyTitle("NanoCoopNet.App")]
[assembly: AssemblyProduct("nanoCoopNet")]
[assembly: AssemblyVersion(NanoCoopNet.App.AppVersion.Text + ".0")]

namespace NanoCoopNet.App
{
    /// <summary>What hello and the banner report.</summary>
    internal static class AppVersion
    {
        /// <summary>Major, minor, patch.</summary>
        public const string Text = "0.1.0";
    }
}
