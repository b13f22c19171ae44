// Ports of Linux from sysfs: every tty with a device behind it, USB ids from the nearest parent that has them.
using System.Globalization;

namespace NanoCoopNet.Link;

/// <summary>Reads /sys/class/tty.</summary>
public static class LinuxPorts
{
    /// <summary>How far above a tty's device the USB device can lie.</summary>
    private const int UsbLevels = 5;

    /// <summary>Lists ports.</summary>
    /// <param name="sysRoot">Root of sysfs; a test gives its own.</param>
    public static IReadOnlyList<PortInfo> List(string sysRoot = "/sys")
    {
        string classTty = Path.Combine(sysRoot, "class", "tty");
        return Directory.Exists(classTty) ? [.. Directory.GetDirectories(classTty).Select(Describe).OfType<PortInfo>()] : [];
    }

    private static PortInfo? Describe(string tty)
    {
        string device = Path.Combine(tty, "device");
        if (!Directory.Exists(device) || IsAbsentUart(tty))
        {
            return null;
        }

        string name = "/dev/" + Path.GetFileName(tty);
        string? usb = UsbDevice(device);
        if (usb is null)
        {
            return new PortInfo(name, null, "UART", null, PortRole.Candidate);
        }

        string vidPid = $"{Attribute(usb, "idVendor")}:{Attribute(usb, "idProduct")}";
        string description = $"{Attribute(usb, "product")} ({Attribute(usb, "manufacturer")})"
            .Replace("()", "", StringComparison.Ordinal)
            .Trim();
        return new PortInfo(
            name,
            vidPid,
            description.Length > 0 ? description : "USB serial port",
            Attribute(usb, "serial"),
            PortInfo.RoleOf(vidPid)
        );
    }

    /// <summary>A legacy ttyS entry without hardware has type 0.</summary>
    private static bool IsAbsentUart(string tty) =>
        int.TryParse(Attribute(tty, "type"), NumberStyles.Integer, CultureInfo.InvariantCulture, out int type) && type == 0;

    private static string? UsbDevice(string device)
    {
        string? at = new DirectoryInfo(device).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? device;
        for (int level = 0; level < UsbLevels && at is not null; level++, at = Path.GetDirectoryName(at))
        {
            if (File.Exists(Path.Combine(at, "idVendor")))
            {
                return at;
            }
        }

        return null;
    }

    private static string? Attribute(string folder, string name)
    {
        string file = Path.Combine(folder, name);
        return File.Exists(file) ? BoardText.Clean(File.ReadAllText(file).Trim()) : null;
    }
}
