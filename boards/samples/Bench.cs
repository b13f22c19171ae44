// What is connected to the virtual board while a sample runs: bytes for its ports, presses of its button, what it says.
using System;
using System.Collections.Generic;
using System.Device.Gpio;
using System.Diagnostics;

namespace NanoCoopNet.Samples;

/// <summary>The bench of one board, by the thread that runs the sample. Samples run for ever: the plug is pulled when the bench
/// has nothing more for them.</summary>
/// <param name="say">Told each line that the sample writes.</param>
public sealed class Bench(Action<string> say)
{
    private static readonly TimeSpan UnpluggedAfter = TimeSpan.FromSeconds(3);

    [ThreadStatic]
    private static Bench? s_current;

    private readonly Dictionary<string, (byte[] Bytes, int At)> _inputs = [];
    private readonly Stopwatch _idle = new();
    private int _pressesLeft;

    /// <summary>The bench of this thread.</summary>
    public static Bench Current => s_current ?? throw new InvalidOperationException("no sample runs on this thread");

    /// <summary>Levels of outputs, by pin number.</summary>
    public Dictionary<int, bool> Pins { get; } = [];

    /// <summary>Input that was opened last.</summary>
    internal GpioPin? Button { get; set; }

    /// <summary>Puts this bench at the thread's board.</summary>
    public void Use() => s_current = this;

    /// <summary>Sends bytes to a port of the board.</summary>
    public void Send(string port, byte[] bytes) => _inputs[port] = (bytes, 0);

    /// <summary>Somebody presses the button so often, each time after the sample has answered.</summary>
    public void PressTimes(int times) => _pressesLeft = times;

    internal int Waiting(string port)
    {
        int waiting = _inputs.TryGetValue(port, out (byte[] Bytes, int At) p) ? p.Bytes.Length - p.At : 0;
        if (waiting > 0)
        {
            _idle.Reset();
        }
        else if (_idle.Elapsed > UnpluggedAfter)
        {
            throw new UnpluggedException();
        }
        else
        {
            _idle.Start();
        }

        return waiting;
    }

    internal int Take(string port, Span<byte> buffer)
    {
        (byte[] bytes, int at) = _inputs[port];
        bytes.AsSpan(at, buffer.Length).CopyTo(buffer);
        _inputs[port] = (bytes, at + buffer.Length);
        return buffer.Length;
    }

    internal void Say(string line)
    {
        say(line);
        Press();
    }

    internal void Pin(int number, bool high) => Pins[number] = high;

    private void Press()
    {
        if (Button is null)
        {
            return;
        }

        if (_pressesLeft-- == 0)
        {
            throw new UnpluggedException();
        }

        Button.Press();
    }
}

/// <summary>The board has lost its power, and the sample ends.</summary>
public sealed class UnpluggedException : Exception;
