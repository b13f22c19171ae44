// Writes every declaration of the native interface from nf-interop/native-interface.json, and with --check only compares.
//   dotnet run --project nf-interop/generator            writes what is stale
//   dotnet run --project nf-interop/generator -- --check names what is stale and returns 1
using NanoCoopNet.InterfaceGenerator;

bool check = args.Contains("--check");
string root = RepositoryRoot.Find();
IReadOnlyList<GeneratedFile> stale = Generation.Stale(root);
foreach (GeneratedFile file in stale)
{
    Console.WriteLine(check ? $"stale: {file.Path}" : $"wrote: {file.Path}");
    if (!check)
    {
        Generation.Write(root, file);
    }
}

if (stale.Count == 0)
{
    Console.WriteLine("native interface: everything generated is up to date");
}

return check && stale.Count > 0 ? 1 : 0;
