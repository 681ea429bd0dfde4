from mascot.safety.crisis import Crisis,SafetyCheck
from mascot.safety.detector import Detector
detect=Detector()
