// Virtual boards that run on this PC announce themselves, so that other commands find them without --port.
using System.Diagnostics;
using System.Globalization;

namespace NanoCoopNet.Link;

/// <summary>One small file a running virtual board, named by its process.</summary>
public static class VirtualPorts
{
    private static string Folder => Path.Combine(Path.GetTempPath(), $"nanocoop-boards-{Environment.UserName}");

    /// <summary>Announces a port until the result is disposed.</summary>
    /// <param name="port">What <c>--port</c> takes.</param>
    /// <param name="description">E.g. <c>virtual NUCLEO-F767ZI (m7)</c>.</param>
    public static IDisposable Announce(string port, string description)
    {
        Directory.CreateDirectory(Folder);
        string file = Path.Combine(Folder, $"{Environment.ProcessId.ToString(CultureInfo.InvariantCulture)}-{Guid.NewGuid():N}");
        File.WriteAllText(file, $"{port}\n{description}\n");
        return new Announcement(file);
    }

    /// <summary>Boards whose process is alive; leavings of others are removed.</summary>
    public static IReadOnlyList<PortInfo> List()
    {
        if (!Directory.Exists(Folder))
        {
            return [];
        }

        List<PortInfo> found = [];
        foreach (string file in Directory.GetFiles(Folder))
        {
            string process = Path.GetFileName(file).Split('-')[0];
            if (!int.TryParse(process, NumberStyles.None, CultureInfo.InvariantCulture, out int id) || !IsAlive(id))
            {
                Remove(file);
            }
            else if (ReadLines(file) is [string port, string description])
            {
                found.Add(new PortInfo(port, null, description, null, PortRole.VirtualBoard));
            }
        }

        return found;
    }

    private static string[] ReadLines(string file)
    {
        try
        {
            return File.ReadAllLines(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static bool IsAlive(int id)
    {
        try
        {
            using Process process = Process.GetProcessById(id);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static void Remove(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another process removed it first, or it is another user's.
        }
    }

    private sealed class Announcement(string file) : IDisposable
    {
        public void Dispose() => Remove(file);
    }
}
