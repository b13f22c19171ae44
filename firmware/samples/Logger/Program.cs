// Classifies what a sensor sends over a UART, input after input, and writes one line for each: time, class, mode, confidence,
// cost. It sleeps between inputs. For any model; an input is the model's bytes and nothing else.
using System.IO.Ports;
using System.Threading;
using NanoCoopNet.Device;

namespace Logger
{
    public static class Program
    {
        private const int SleepMs = 20;
        private const int MostSilentMs = 3000; // then half an input is given up: the next byte begins a new one

        public static void Main()
        {
            SerialPort log = new SerialPort("COM6", 115200);
            log.Open();
            CooperativeClassifier classifier = CooperativeClassifier.Open();
            log.WriteLine(classifier.Name + ": " + classifier.StatusText);
            if (!classifier.IsOpen)
            {
                return;
            }

            SerialPort sensor = new SerialPort("COM2", 115200);
            sensor.ReadBufferSize = 4096;
            sensor.Open();
            byte[] input = new byte[classifier.InputBytes];
            ClassifierResult result = new ClassifierResult();
            log.WriteLine("input;class;mode;confidence/256;counts");
            int held = 0;
            int done = 0;
            int silentMs = 0;
            while (true)
            {
                int arrived = sensor.BytesToRead;
                if (arrived == 0)
                {
                    Thread.Sleep(SleepMs);
                    silentMs += SleepMs;
                    held = silentMs >= MostSilentMs ? 0 : held;
                    continue;
                }

                silentMs = 0;
                int room = input.Length - held;
                held += sensor.Read(input, held, arrived < room ? arrived : room);
                if (held == input.Length)
                {
                    held = 0;
                    log.WriteLine(done++.ToString() + ";" + Line(classifier, classifier.Classify(input, result), result));
                }
            }
        }

        private static string Line(CooperativeClassifier classifier, ClassifierStatus status, ClassifierResult result)
        {
            return status != ClassifierStatus.Ok
                ? classifier.StatusText
                : classifier.ClassName(result.Answer)
                    + ";"
                    + ModeName.Of(result.ModeTaken)
                    + ";"
                    + result.Confidence256.ToString()
                    + ";"
                    + result.CountsOfModeTaken().ToString();
        }
    }
}
