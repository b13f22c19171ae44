using System;
using NanoCoopNet.Device;

namespace FirstApp
{
    public static class Program
    {
        public static void Main()
        {
            CooperativeClassifier classifier = CooperativeClassifier.Open();
            Console.WriteLine(classifier.Name + ": " + classifier.StatusText);
            byte[] input = new byte[classifier.InputBytes];
            ClassifierResult result = new ClassifierResult();
            for (int turn = 0; turn < 10 && classifier.IsOpen; turn++)
            {
                for (int i = 0; i < input.Length; i++)
                {
                    input[i] = (byte)(i * turn); // here goes what your sensor measures
                }

                classifier.Classify(input, result);
                Console.WriteLine(classifier.ClassName(result.Answer) + ", mode " + ModeName.Of(result.ModeTaken));
            }
        }
    }
}
