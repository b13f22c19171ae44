// Ports of Windows from the registry: names from SERIALCOMM, USB ids from the device that has the name in its parameters.
using System.Runtime.Versioning;
using Microsoft.Win32;

namespace NanoCoopNet.Link;

/// <summary>Reads HKEY_LOCAL_MACHINE.</summary>
[SupportedOSPlatform("windows")]
internal static class WindowsPorts
{
    private const string UsbKey = @"SYSTEM\CurrentControlSet\Enum\USB";
    private const int IdsLength = 17;

    /// <summary>Lists ports.</summary>
    public static IReadOnlyList<PortInfo> List()
    {
        using RegistryKey? map = Registry.LocalMachine.OpenSubKey(@"HARDWARE\DEVICEMAP\SERIALCOMM");
        Dictionary<string, (string VidPid, string Text)> usb = UsbPorts();
        return
        [
            .. (map?.GetValueNames() ?? [])
                .Select(n => map!.GetValue(n) as string)
                .OfType<string>()
                .Select(name =>
                    usb.TryGetValue(name, out (string VidPid, string Text) found)
                        ? new PortInfo(name, found.VidPid, found.Text, null, PortInfo.RoleOf(found.VidPid))
                        : new PortInfo(name, null, "serial port", null, PortRole.Candidate)
                ),
        ];
    }

    /// <summary>Port name → ids and friendly name; keys are like <c>VID_0403&amp;PID_6001</c>.</summary>
    private static Dictionary<string, (string VidPid, string Text)> UsbPorts()
    {
        Dictionary<string, (string, string)> found = new(StringComparer.OrdinalIgnoreCase);
        using RegistryKey? usb = Registry.LocalMachine.OpenSubKey(UsbKey);
        foreach (string ids in usb?.GetSubKeyNames() ?? [])
        {
            using RegistryKey? device = usb!.OpenSubKey(ids);
            foreach (string instance in device?.GetSubKeyNames() ?? [])
            {
                using RegistryKey? entry = device!.OpenSubKey(instance);
                using RegistryKey? parameters = entry?.OpenSubKey("Device Parameters");
                if (parameters?.GetValue("PortName") is string name && ids.Length >= IdsLength)
                {
                    found[name] = (
                        $"{ids[4..8]}:{ids[13..IdsLength]}",
                        entry!.GetValue("FriendlyName") as string ?? "USB serial port"
                    );
                }
            }
        }

        return found;
    }
}
