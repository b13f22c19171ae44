// Name and version of the app's assembly.
using System.Reflection;
using NanoCoopNet.App;

[assembly: AssemblyTitle("NanoCoopNet.App")]
[assembly: AssemblyProduct("nanoCoopNet")]
[assembly: AssemblyVersion(AppVersion.Text + ".0")]
