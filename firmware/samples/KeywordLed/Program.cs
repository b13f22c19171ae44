// Listens and tells the words it hears: the time and the word on the port, and the green LED on after "on", off after "off".
// For gscnet-keywords-coopnet.ncn.
using System.Device.Gpio;
using System.IO.Ports;
using NanoCoopNet.Device;

namespace KeywordLed
{
    public static class Program
    {
        private const int Green = 16; // PB0

        public static void Main()
        {
            SerialPort port = new SerialPort("COM6", 115200);
            port.Open();
            CooperativeClassifier classifier = CooperativeClassifier.Open();
            port.WriteLine(classifier.Name + ": " + classifier.StatusText);
            if (!WordListener.Hears(classifier))
            {
                port.WriteLine("this model takes no sound; push a keyword model");
                return;
            }

            GpioPin led = new GpioController().OpenPin(Green, PinMode.Output);
            WordListener listener = new WordListener(classifier, new SerialMicrophone("COM2"));
            while (listener.Next())
            {
                string word = classifier.ClassName(listener.Word);
                port.WriteLine(
                    listener.WordMs.ToString()
                        + " ms "
                        + word
                        + " "
                        + (listener.Score / 1000).ToString()
                        + "."
                        + (listener.Score % 1000).ToString("D3")
                        + " heard at "
                        + listener.HeardMs.ToString()
                        + " ms"
                );
                if (word == "on" || word == "off")
                {
                    led.Write(word == "on" ? PinValue.High : PinValue.Low);
                }
            }

            Statistics statistics = classifier.Statistics;
            long rowCounts = listener.HopCounts / (listener.HeardMs < 10 ? 1 : listener.HeardMs / 10);
            port.WriteLine(
                listener.Answers.ToString()
                    + " answers, "
                    + statistics.Light.ToString()
                    + " light; counts a row "
                    + rowCounts.ToString()
                    + ", a light answer "
                    + (statistics.Light == 0 ? 0 : statistics.CountsLight / statistics.Light).ToString()
            );
        }
    }
}
