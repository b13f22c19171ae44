// Entry point: Ctrl+C and termination become a cancellation, so that verbs can leave the board and their files in order.
using System.Runtime.InteropServices;
using NanoCoopNet.Cli;
using NanoCoopNet.Cli.Output;

using CancellationTokenSource stop = new();
Action<PosixSignalContext> onSignal = signal =>
{
    signal.Cancel = true;
    stop.Cancel();
};
using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, onSignal);
using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, onSignal);
return (int)Nanocoop.Run(args, Shell.OfProcess(stop.Token));
