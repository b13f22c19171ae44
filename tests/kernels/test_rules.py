"""The validator names the broken rule and its place: every rule of ncn_rules.def, by blobs that break just that one."""
import unittest

import c_library
from bad_blobs import CASES
from native_fields import MODEL
from pc_native import PcNative


class Rules(unittest.TestCase):
    def test_every_rule_has_a_case(self):
        elsewhere = {"NO_FLOATS"}  # of another build: test_float_kernels.py
        self.assertEqual(set(c_library.rules().values()) - elsewhere, {case.rule for case in CASES})

    def test_each_case_is_refused_by_its_rule_at_its_place(self):
        names = c_library.rules()
        native = PcNative()
        self.addCleanup(native.close)
        for case in CASES:
            with self.subTest(rule=case.rule, what=case.what):
                status, info = native.open(case.make())
                where = (info[MODEL.RULE_NET], info[MODEL.RULE_LAYER])
                self.assertEqual((names[info[MODEL.RULE]], where), (case.rule, case.where))
                self.assertEqual(status == 0, case.rule == "NONE", status)


if __name__ == "__main__":
    unittest.main()
